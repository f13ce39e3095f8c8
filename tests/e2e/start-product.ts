import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@pipepilot/db/embedded";

const root = path.resolve(import.meta.dirname, "../..");

/** Starts the whole product as a user does, in a home of its own, and ends it afterwards by the id it holds. */
export default async function startProduct(): Promise<() => Promise<void>> {
  const home = mkdtempSync(path.join(tmpdir(), "pipepilot-e2e-"));
  const [web, inference] = [await freePort(), await freePort()];
  const child = spawn(
    process.execPath,
    ["scripts/start.mjs", "--port", String(web), "--inference-port", String(inference)],
    {
      cwd: root,
      env: { ...process.env, PIPEPILOT_HOME: home },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const ready = new Promise<void>((resolve, reject) => {
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Ctrl-C ends everything.")) resolve();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    void ended.then((code) => reject(new Error(`The product ended with code ${code}:\n${output}`)));
    setTimeout(() => reject(new Error(`The product was not ready in time:\n${output}`)), 300_000).unref();
  });
  await ready.catch(async (error: unknown) => {
    child.kill("SIGTERM");
    await ended;
    throw error;
  });
  process.env.PIPEPILOT_E2E_DEMO = readFileSync(path.join(home, "demo.json"), "utf8");
  process.env.PIPEPILOT_E2E_HOME = home;
  process.env.PIPEPILOT_E2E_OUTPUT = output;
  return async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
}

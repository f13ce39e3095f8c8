import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** The whole product as `npm start` runs it; `seconds` is the time until everything answers. */
export async function startProduct(
  home: string,
  [web, inference]: number[],
  flags: string[],
  env: Record<string, string> = {},
) {
  const started = performance.now();
  const args = ["scripts/start.mjs", "--port", String(web), "--inference-port", String(inference), ...flags];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env, PIPEPILOT_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await said(child, "Ctrl-C ends everything.");
  const seconds = (performance.now() - started) / 1000;
  return {
    child,
    seconds,
    async stop() {
      const from = performance.now();
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      return (performance.now() - from) / 1000;
    },
  };
}

function said(child: ChildProcess, text: string): Promise<void> {
  let output = "";
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(text)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code}:\n${output}`)));
  });
}

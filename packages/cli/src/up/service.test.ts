import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@pipepilot/db/embedded";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { superviseService } from "./service";

const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-service-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function spec(name: string, script: string) {
  const port = await freePort();
  return {
    name,
    command: [process.execPath, "-e", script],
    cwd: directory,
    env: { ...process.env, PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/`,
    logFile: path.join(directory, `${name}.log`),
    echo: false,
  };
}

const SERVER = `require("node:http").createServer((q, s) => s.end(String(process.pid))).listen(process.env.PORT, "127.0.0.1")`;
const silent = { restart: () => undefined, hopeless: () => undefined };

const ask = (url: string) =>
  new Promise<string>((resolve, reject) => {
    http
      .get(url, (response) => response.on("data", (chunk: Buffer) => resolve(chunk.toString())))
      .on("error", reject);
  });

function isAlive(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a supervised service", () => {
  it("is started again when it is killed, and says so", async () => {
    const lines: string[] = [];
    const wanted = await spec("killed", SERVER);
    const service = superviseService(wanted, { ...silent, restart: (line) => lines.push(line) });
    await service.ready(60_000);
    const first = await ask(wanted.readyUrl);
    process.kill(Number(first), "SIGKILL");
    await expect.poll(() => service.pid() !== undefined && service.pid() !== Number(first)).toBe(true);
    await service.ready(60_000);
    expect(await ask(wanted.readyUrl)).not.toBe(first);
    expect(lines).toEqual(["killed was ended by SIGKILL; starting it again."]);
    await service.stop();
  });

  it("may have processes of its own that wait for its word, as development servers do", async () => {
    const child = `process.on("message", () => { ${SERVER} }); process.send("ready")`;
    const script = `const child = require("node:child_process").fork("./child.cjs"); child.once("message", () => setTimeout(() => child.send("start"), 200))`;
    writeFileSync(path.join(directory, "child.cjs"), child);
    const wanted = await spec("parent", script);
    const leash = path.join(directory, "leash.mjs");
    await build({
      entryPoints: [path.join(import.meta.dirname, "leash.ts")],
      outfile: leash,
      bundle: true,
      platform: "node",
      format: "esm",
    });
    const command = [process.execPath, "--import", leash, "-e", script];
    const service = superviseService({ ...wanted, command }, silent);
    await service.ready(60_000);
    const served = Number(await ask(wanted.readyUrl));
    expect(served).not.toBe(service.pid());
    await service.stop();
    await expect.poll(() => isAlive(served)).toBe(false);
  });

  it("leaves no process behind when it is stopped", async () => {
    const wanted = await spec("stopped", SERVER);
    const service = superviseService(wanted, silent);
    await service.ready(60_000);
    const pid = service.pid() as number;
    await service.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it("that keeps ending is given up with its last lines", async () => {
    const wanted = await spec("broken", `console.error("no such table"); process.exit(3)`);
    const line = await new Promise<string>((resolve) =>
      superviseService(wanted, { ...silent, hopeless: resolve }),
    );
    expect(line).toContain("broken ended with code 3 for the 6th time within a minute.");
    expect(line).toContain("no such table");
    expect(readFileSync(wanted.logFile, "utf8")).toContain("no such table");
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { startEmbeddedPostgres } from "./server";

const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-leftover-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const start = () =>
  startEmbeddedPostgres({
    dataDir: path.join(directory, "data"),
    passwordFile: path.join(directory, "password"),
    settings: { fsync: "off" },
  });

it("starts after a crash although another program has the number of the crashed server by now", async () => {
  const crashed = await start();
  const file = path.join(crashed.dataDir, "postmaster.pid");
  process.kill(crashed.pid, "SIGKILL");
  await crashed.exited;
  // As in a container that is started again, where numbers are small. PostgreSQL looks at those of its own user.
  const { uid, gid } = statSync(crashed.dataDir);
  const other = spawn("sleep", ["60"], { uid, gid, stdio: "ignore" });
  writeFileSync(file, readFileSync(file, "utf8").replace(String(crashed.pid), String(other.pid)));
  const server = await start();
  expect(other.exitCode ?? other.signalCode).toBe(null);
  other.kill("SIGKILL");
  await once(other, "exit");
  await server.stop();
});

import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createDatabase } from "@pipepilot/db";
import { locateCluster } from "@pipepilot/db/embedded";
import { MIGRATIONS_DIR } from "@pipepilot/db/testing";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { BACK, openDatabase } from "./database";

const home = mkdtempSync(path.join(tmpdir(), "pipepilot-database-"));
let cluster: string;
beforeAll(async () => {
  vi.stubEnv("DATABASE_URL", undefined);
  cluster = await locateCluster(path.join(home, "postgres"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  for (const directory of [cluster, home]) rmSync(directory, { recursive: true, force: true });
});

const postmaster = () => Number(readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const known = () => {
  try {
    return postmaster();
  } catch {
    return null;
  }
};

it("PostgreSQL that cannot start again at once is tried again, and stopping meanwhile leaves none behind", async () => {
  const lines: string[] = [];
  const on = { restart: (line: string) => lines.push(line), hopeless: (line: string) => lines.push(line) };
  const database = await openDatabase(home, MIGRATIONS_DIR, on);
  const first = postmaster();
  const [settings, away] = ["postgresql.conf", "away.conf"].map((name) => path.join(cluster, name));
  renameSync(settings, away);
  process.kill(first, "SIGKILL");
  const killed = "PostgreSQL was ended by SIGKILL; starting it again.";
  await expect.poll(() => lines).toEqual([killed]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  renameSync(away, settings);
  const { prisma, close } = createDatabase({ url: database.url });
  await expect.poll(() => prisma.user.count().catch(() => null)).toBe(0);
  await close();
  await expect.poll(() => lines).toEqual([killed, BACK]);
  const second = postmaster();
  process.kill(second, "SIGINT");
  await expect.poll(() => lines.length).toBeGreaterThanOrEqual(3);
  await database.stop();
  expect(alive(second)).toBe(false);
  const third = known();
  expect(third === null || !alive(third)).toBe(true);
  // The third may have answered before it was stopped.
  expect(lines.filter((line) => line !== BACK)).toEqual([
    killed,
    "PostgreSQL ended with code 0; starting it again.",
  ]);
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createDatabase } from "@pipepilot/db";
import { freePort } from "@pipepilot/db/embedded";
import { applyMigrations } from "@pipepilot/db/migrate";
import { MIGRATIONS_DIR, startOwnServer } from "@pipepilot/db/testing";
import { createApiKey } from "@pipepilot/domain/api-key/create";
import { createExperiment } from "@pipepilot/domain/experiment/create";
import { createRun } from "@pipepilot/domain/run/create";
import { logMetrics } from "@pipepilot/domain/run/log-metrics";
import { createTestProject } from "@pipepilot/domain/testing";
import { createObjectStore } from "@pipepilot/storage";
import { answering, measure, run, type Measured } from "./measure";
import { measureMlflow } from "./mlflow-server";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly reference?: number;
  readonly against?: string;
  readonly goal?: string;
  readonly isMet?: boolean;
}

const app = path.resolve(import.meta.dirname, "..");

/** Of `mlflow server` with 4 workers, PostgreSQL and 8 clients on a machine of this kind; of which thousand is not noted. */
const NOTED: Measured = {
  runs: 81,
  calls: 268,
  steps: 14_900,
  keys: 14_900,
  history: 4_000,
  sampled: 364,
};

const NOTED_MB = 2_150;

/** What is promised of each: so many times the reference's rate, or at most that part of its time. */
const FIGURES = [
  { of: "runs", name: "a whole run in 3 calls, 8 clients", unit: "runs/s", times: 4 },
  { of: "calls", name: "one metric a call, 8 clients", unit: "calls/s", times: 4 },
  { of: "steps", name: "1,000 steps of a metric a call, 8 clients", unit: "metrics/s", times: 10 },
  { of: "keys", name: "1,000 metrics of a step a call, 8 clients", unit: "metrics/s", times: 10 },
  { of: "history", name: "history of 100,000 points", unit: "ms", times: 1 / 10 },
  { of: "sampled", name: "its down-sampled form, 2,500 points", unit: "ms", times: 1 / 10 },
] as const;

/** The built service, one process, with PostgreSQL and its clients on the same machine; then MLflow's server in its place. */
export async function benchTracking(): Promise<Figure[]> {
  await run(process.execPath, ["build.mjs"], { cwd: app });
  const { measured, megabytes, logSeconds } = await measureOurs();
  const mlflow = await measureMlflow();
  return [
    ...compared(measured, NOTED, "MLflow 3.11, noted"),
    ...(mlflow ? compared(measured, mlflow.measured, `MLflow ${mlflow.version}, measured`) : []),
    {
      name: "memory after all that",
      value: megabytes,
      unit: "MB",
      reference: NOTED_MB,
      against: "MLflow 3.11, noted",
    },
    {
      name: "10,000 points by the verb",
      value: logSeconds,
      unit: "s",
      goal: "1.5 s",
      isMet: logSeconds <= 1.5,
    },
  ];
}

function compared(measured: Measured, references: Measured, against: string): Figure[] {
  return FIGURES.flatMap(({ of, name, unit, times }) => {
    const value = measured[of];
    if (value === null) throw new Error(`The answer of "${name}" is not whole.`);
    const reference = references[of];
    // Half an answer is nothing to compare with.
    if (reference === null) return [];
    const isMet = times > 1 ? value >= times * reference : value <= times * reference;
    return {
      name,
      value,
      unit,
      reference,
      against,
      goal: times > 1 ? `${times} times` : "a tenth",
      isMet,
    };
  });
}

async function measureOurs() {
  const directory = await mkdtemp(path.join(tmpdir(), "pipepilot-tracking-"));
  const postgres = await startOwnServer();
  const { url: databaseUrl } = postgres.server;
  await applyMigrations(databaseUrl, MIGRATIONS_DIR);
  const db = createDatabase({ url: databaseUrl, poolSize: 4 });
  try {
    const store = await createObjectStore(path.join(directory, "objects"));
    const ctx = await createTestProject({ db, store });
    const { key } = await createApiKey({ ctx, input: { name: "Bench", scopes: ["track"] } });
    const { id: experimentId } = await createExperiment({ ctx, input: { name: "bench" } });
    const served = await withServer({ directory, databaseUrl }, async (url, pid) => ({
      measured: await measure({ url, key, experimentId }),
      megabytes: residentMb(pid),
    }));
    const { id: runId } = await createRun({ ctx, input: { experimentId } });
    const points = Array.from({ length: 10_000 }, (_, step) => ({
      key: "loss",
      value: Math.cos(step),
      step,
      timestamp: 1_700_000_000_000 + step,
    }));
    const startedMs = performance.now();
    await logMetrics({ ctx, input: { runId, points } });
    return { ...served, logSeconds: (performance.now() - startedMs) / 1000 };
  } finally {
    await db.close();
    await postgres.end();
    await rm(directory, { recursive: true, force: true });
  }
}

/** What the process holds now, as Linux counts it. */
function residentMb(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

async function withServer<Result>(
  { directory, databaseUrl }: { directory: string; databaseUrl: string },
  work: (url: string, pid: number) => Promise<Result>,
): Promise<Result> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, ["dist/server.js"], {
    cwd: app,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      OBJECT_STORE: path.join(directory, "objects"),
      PORT: String(port),
      PIPEPILOT_PAGES_URL: "http://127.0.0.1:1",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    await answering(url);
    return await work(url, server.pid as number);
  } finally {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
}

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { createDatabase } from "@pipepilot/db";
import { freePort } from "@pipepilot/db/embedded";
import { applyMigrations } from "@pipepilot/db/migrate";
import { MIGRATIONS_DIR, startOwnServer } from "@pipepilot/db/testing";
import { createApiKey } from "@pipepilot/domain/api-key/create";
import { createExperiment } from "@pipepilot/domain/experiment/create";
import { createRun } from "@pipepilot/domain/run/create";
import { logBatch } from "@pipepilot/domain/run/log-batch";
import { logMetrics } from "@pipepilot/domain/run/log-metrics";
import { createTestProject } from "@pipepilot/domain/testing";
import { createObjectStore } from "@pipepilot/storage";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Of `mlflow server` (MLflow 3.11, 4 workers, PostgreSQL, 8 clients) on this kind of machine. */
  readonly reference?: number;
  readonly goal?: string;
  readonly isMet?: boolean;
}

const app = path.resolve(import.meta.dirname, "..");
const run = promisify(execFile);
const CLIENTS = 8;
const HISTORY_POINTS = 100_000;

/** The built service, one process, with PostgreSQL and its clients on the same machine. */
export async function benchTracking(): Promise<(Figure & { against?: string })[]> {
  await run(process.execPath, ["build.mjs"], { cwd: app });
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
    const { id: longRun } = await createRun({ ctx, input: { experimentId } });
    for (let step = 0; step < HISTORY_POINTS; step += 1000)
      await logBatch({ ctx, input: { runId: longRun, points: lossPoints(1000, step) } });
    const figures = await withServer({ directory, databaseUrl }, (url, pid) =>
      measure({ url, key, experimentId, longRun, pid }),
    );
    const { id: runId } = await createRun({ ctx, input: { experimentId } });
    const startedMs = performance.now();
    await logMetrics({ ctx, input: { runId, points: lossPoints(10_000) } });
    const seconds = (performance.now() - startedMs) / 1000;
    return [
      ...figures.map((figure) => ({ ...figure, against: "MLflow 3.11, noted" })),
      { name: "10,000 points by the verb", value: seconds, unit: "s", goal: "1.5 s", isMet: seconds <= 1.5 },
    ];
  } finally {
    await db.close();
    await postgres.end();
    await rm(directory, { recursive: true, force: true });
  }
}

const lossPoints = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({
    key: "loss",
    value: Math.cos(from + i),
    step: from + i,
    timestamp: 1_700_000_000_000 + from + i,
  }));

interface Asked {
  readonly url: string;
  readonly key: string;
  readonly experimentId: string;
  readonly longRun: string;
  readonly pid: number;
}

async function measure(asked: Asked): Promise<Figure[]> {
  const times = (name: string, value: number, unit: string, reference: number, factor: number): Figure => ({
    name,
    value,
    unit,
    reference,
    goal: `${factor} times`,
    isMet: value >= factor * reference,
  });
  const tenth = (name: string, value: number, reference: number): Figure => ({
    name,
    value,
    unit: "ms",
    reference,
    goal: "a tenth",
    isMet: value <= reference / 10,
  });
  await rate(asked, "run", 2);
  return [
    times("a whole run in 3 calls, 8 clients", await rate(asked, "run"), "runs/s", 81, 4),
    times("one metric a call, 8 clients", await rate(asked, "metric"), "calls/s", 268, 4),
    times("1,000 steps of a metric a call, 8 clients", await rate(asked, "steps"), "metrics/s", 14_900, 10),
    times("1,000 metrics of a step a call, 8 clients", await rate(asked, "keys"), "metrics/s", 14_900, 10),
    tenth(
      "history of 100,000 points",
      await medianMs(asked, `api/2.0/mlflow/metrics/get-history?run_id=${asked.longRun}&metric_key=loss`),
      4_000,
    ),
    tenth(
      "its down-sampled form, 2,500 points",
      await medianMs(
        asked,
        `ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=${asked.longRun}&metric_key=loss`,
      ),
      364,
    ),
    {
      name: "memory after all that",
      value: residentMb(asked.pid),
      unit: "MB",
      reference: 2_150,
    },
  ];
}

/** What the process holds now, as Linux counts it. */
function residentMb(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

async function rate({ url, key, experimentId }: Asked, work: string, seconds = 6): Promise<number> {
  const script = path.join(import.meta.dirname, "clients.mjs");
  const args = [script, url, key, experimentId, work, String(CLIENTS), String(seconds)];
  const { stdout } = await run(process.execPath, args);
  return (JSON.parse(stdout) as { perSecond: number }).perSecond;
}

/** Of nine readings, to the last byte. */
async function medianMs({ url, key }: Asked, pathAndQuery: string): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < 9; i++) {
    const startedMs = performance.now();
    const answer = await fetch(`${url}/${pathAndQuery}`, { headers: { authorization: `Bearer ${key}` } });
    const { byteLength } = await answer.arrayBuffer();
    if (!answer.ok || byteLength === 0) throw new Error(`${pathAndQuery} answered ${answer.status}.`);
    taken.push(performance.now() - startedMs);
  }
  return taken.sort((a, b) => a - b)[4];
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
  const answers = () =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    while (!(await answers())) await sleep(10);
    return await work(url, server.pid as number);
  } finally {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
}

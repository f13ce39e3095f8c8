import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { createDatabase } from "@pipepilot/db";
import { freePort } from "@pipepilot/db/embedded";
import { applyMigrations } from "@pipepilot/db/migrate";
import { MIGRATIONS_DIR, startOwnServer } from "@pipepilot/db/testing";
import { createApiKey } from "@pipepilot/domain/api-key/create";
import type { ProjectContext } from "@pipepilot/domain/context";
import { transitionStage } from "@pipepilot/domain/model/transition-stage";
import { createTestProject } from "@pipepilot/domain/testing";
import { createObjectStore } from "@pipepilot/storage";
import { registerPipeline } from "../test/harness";
import { scoringBody, trainForest } from "./train-forest";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Of MLflow's scoring server with a forest of 150 trees on this kind of machine. */
  readonly reference?: number;
  readonly against?: string;
  readonly goal?: string;
  readonly isMet?: boolean;
}

interface ClientReport {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  failures: number;
  versions: Record<string, { firstAtMs: number; count: number; answers: string[] }>;
}

const app = path.resolve(import.meta.dirname, "..");
const MODEL = "housing_price_predictor";
const run = promisify(execFile);

/** The built service, one process, asked over HTTP by other processes on the same machine. */
export async function benchServing(): Promise<Figure[]> {
  const directory = await mkdtemp(path.join(tmpdir(), "pipepilot-serving-"));
  const postgres = await startOwnServer();
  const { url } = postgres.server;
  await applyMigrations(url, MIGRATIONS_DIR);
  const db = createDatabase({ url, poolSize: 4 });
  try {
    const store = await createObjectStore(path.join(directory, "objects"));
    const ctx = await createTestProject({ db, store });
    for (const seed of [42, 43]) {
      const example = scoringBody(1).dataframe_split;
      await registerPipeline(ctx, MODEL, await trainForest(seed), undefined, example);
    }
    await transitionStage({ ctx, input: { model: MODEL, number: 1, stage: "Production" } });
    const { key } = await createApiKey({ ctx, input: { name: "Bench", scopes: ["predict"] } });
    const figures = await measure(ctx, { directory, databaseUrl: url, key });
    return figures.map((figure) => (figure.reference ? { ...figure, against: "MLflow, noted" } : figure));
  } finally {
    await db.close();
    await postgres.end();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Surroundings {
  readonly directory: string;
  readonly databaseUrl: string;
  readonly key: string;
}

async function measure(ctx: ProjectContext, around: Surroundings): Promise<Figure[]> {
  await run(process.execPath, ["build.mjs"], { cwd: app });
  const [oneRow, manyRows] = ["one-row.json", "many-rows.json"].map((name) =>
    path.join(around.directory, name),
  );
  await writeFile(oneRow, JSON.stringify(scoringBody(1)));
  await writeFile(manyRows, JSON.stringify(scoringBody(1000)));
  const { server, url, readyMs } = await startServer(around);
  const ask = { url: `${url}/invocations`, key: around.key };
  try {
    const figures: Figure[] = [
      { name: "ready, from the start of the process", value: readyMs / 1000, unit: "s", reference: 8.6 },
    ];
    await clients({ ...ask, body: oneRow, clients: 1, seconds: 2 });
    const alone = await clients({ ...ask, body: oneRow, clients: 1, seconds: 5 });
    figures.push(
      { name: "one row, 1 client, p50", value: alone.p50Ms, unit: "ms", reference: 7.5 },
      { name: "one row, 1 client, p99", value: alone.p99Ms, unit: "ms" },
      { name: "one row, 1 client", value: alone.perSecond, unit: "requests/s", reference: 128 },
      {
        name: "one row, 8 clients",
        value: await throughput({ ...ask, body: oneRow, clients: 8 }),
        unit: "requests/s",
        reference: 79,
      },
      {
        name: "one row, 32 clients",
        value: await throughput({ ...ask, body: oneRow, clients: 32 }),
        unit: "requests/s",
        reference: 128,
      },
      {
        name: "1,000 rows, 4 clients",
        value: await throughput({ ...ask, body: manyRows, clients: 4 }),
        unit: "requests/s",
        reference: 23,
      },
    );
    figures.push(...(await measureSwap(ctx, { ...ask, body: oneRow })));
    figures.push(await measureRevocation(ctx, { ...ask, body: oneRow }));
    figures.push({
      name: "memory (RSS) after all this",
      value: await memory(ctx, server.pid),
      unit: "MB",
      reference: 2100,
    });
    figures.push(await measureEnd(server, { ...ask, body: oneRow }));
    return figures;
  } finally {
    if (server.exitCode === null) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
  }
}

/** Only the healing poll can find it. */
async function measureRevocation(ctx: ProjectContext, { url, body }: Asking): Promise<Figure> {
  const { id, key } = await createApiKey({ ctx, input: { name: "Lost", scopes: ["predict"] } });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const text = await readFile(body, "utf8");
  const status = async () => (await fetch(url, { method: "POST", headers, body: text })).status;
  if ((await status()) !== 200) throw new Error("The key is not good.");
  const startedMs = performance.now();
  const where = { projectId_id: { projectId: ctx.project.id, id } };
  await ctx.db.prisma.apiKey.update({ where, data: { revokedAt: new Date() } });
  while ((await status()) === 200) await sleep(10);
  return within("a revoked key whose news is lost fails after", (performance.now() - startedMs) / 1000, 5);
}

async function measureEnd(server: ChildProcess, asking: Asking): Promise<Figure> {
  // Their last calls find no server.
  const asked = clients({ ...asking, clients: 8, seconds: 3 }).catch(() => undefined);
  await sleep(1_500);
  const startedMs = performance.now();
  server.kill("SIGTERM");
  await once(server, "exit");
  const seconds = (performance.now() - startedMs) / 1000;
  await asked;
  return within("ending with SIGTERM while 8 clients ask", seconds, 5);
}

const within = (name: string, value: number, seconds: number): Figure => ({
  name,
  value,
  unit: "s",
  goal: `at most ${seconds} s`,
  isMet: value <= seconds,
});

async function startServer({ directory, databaseUrl }: Surroundings) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedMs = performance.now();
  const server = spawn(process.execPath, ["--max-semi-space-size=4", "dist/server.js"], {
    cwd: app,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      OBJECT_STORE: path.join(directory, "objects"),
      PORT: String(port),
      PIPEPILOT_REQUESTS_PER_SECOND: "1000000",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  while (!(await answers(`${url}/ping`))) await sleep(5);
  return { server, url, readyMs: performance.now() - startedMs };
}

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

interface Asking {
  readonly url: string;
  readonly key: string;
  /** file */
  readonly body: string;
}

async function clients(asking: Asking & { clients: number; seconds: number }): Promise<ClientReport> {
  const { url, key, body } = asking;
  const script = path.join(import.meta.dirname, "clients.mjs");
  const args = [script, url, key, body, String(asking.clients), String(asking.seconds)];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as ClientReport;
}

async function throughput({ url, key, body, clients }: Asking & { clients: number }): Promise<number> {
  // Predictions of the figure before are still being written.
  await sleep(3_000);
  const autocannon = createRequire(import.meta.url).resolve("autocannon/autocannon.js");
  const args = ["-c", String(clients), "-d", "6", "-m", "POST", "-i", body, "--json", "--no-progress"];
  const headers = ["-H", `authorization=Bearer ${key}`, "-H", "content-type=application/json"];
  const { stdout } = await run(process.execPath, [autocannon, ...args, ...headers, url]);
  const report = JSON.parse(stdout) as { requests: { average: number }; non2xx: number; errors: number };
  if (report.non2xx + report.errors > 0) throw new Error(`${report.non2xx + report.errors} requests failed.`);
  return report.requests.average;
}

/** From the click on Production to the first answer by the new version, while 8 clients ask without pause. */
async function measureSwap(ctx: ProjectContext, asking: Asking): Promise<Figure[]> {
  const asked = clients({ ...asking, clients: 8, seconds: 4 });
  await sleep(1_500);
  const clickedAtMs = performance.timeOrigin + performance.now();
  await transitionStage({ ctx, input: { model: MODEL, number: 2, stage: "Production" } });
  const { failures, versions } = await asked;
  const mixed = Object.values(versions).reduce((sum, { answers }) => sum + answers.length - 1, 0);
  return [
    {
      name: "promotion to the first answer, 8 clients asking",
      value: versions["2"].firstAtMs - clickedAtMs,
      unit: "ms",
    },
    { name: "failed or wrong-version answers meanwhile", value: failures + mixed, unit: "answers" },
  ];
}

/** As the process itself reports it. */
async function memory(ctx: ProjectContext, pid: ChildProcess["pid"]): Promise<number> {
  await sleep(6_000);
  const instance = await ctx.db.prisma.servingInstance.findFirstOrThrow({ where: { pid } });
  return Number(instance.memoryBytes) / 1e6;
}

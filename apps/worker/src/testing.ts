import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  createDatasetVersion,
  createPipeline,
  getPipelineRun,
  isFinished,
  savePipelineConfig,
  startPipelineRun,
  type PipelineRunDetail,
  type ProjectContext,
} from "@pipepilot/domain";
import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { freePort } from "@pipepilot/db/embedded";
import { parsePipelineConfig } from "@pipepilot/pipeline";
import { inject } from "vitest";
import { parseEnv, type Env } from "./env";
import { startWorker, type RunningWorker } from "./worker";

export interface TestWorker {
  readonly services: TestServices;
  readonly env: Env;
  close(): Promise<void>;
}

/** A script of the bundle that `test/bundle.ts` makes. */
export function bundled(script: string): string {
  return path.join(inject("bundle"), script);
}

export async function testEnv(services: TestServices): Promise<Env> {
  return parseEnv({
    DATABASE_URL: services.url,
    OBJECT_STORE: services.storeDirectory,
    PORT: String(await freePort()),
    PIPEPILOT_EMBEDDED_INNGEST_PORT: String(await freePort()),
    PIPEPILOT_THREADS: "2",
    PIPEPILOT_LOG_LEVEL: process.env.PIPEPILOT_LOG_LEVEL ?? "error",
  });
}

/** A worker on a database, a store and an Inngest of the test's own, all of them real. */
export async function createTestWorker(): Promise<TestWorker> {
  const services = await createTestServices();
  const env = await testEnv(services);
  const worker: RunningWorker = await startWorker(env, services, {
    workerFile: pathToFileURL(bundled("task-worker.js")),
    threadFile: pathToFileURL(bundled("thread-worker.js")),
  });
  return {
    services,
    env,
    async close() {
      await worker.stop();
      await services.close();
    },
  };
}

/** 400 homes whose price depends on rooms and distance, with some missing distances. */
export function homesCsv(rows = 400): string {
  const lines = ["rooms,distance,kind,price"];
  for (let row = 0; row < rows; row++) {
    const rooms = 2 + ((row * 7) % 9);
    const distance = (row * 37) % 101;
    const kind = ["flat", "house", "loft"][(row * 5) % 3];
    const price =
      50_000 + 30_000 * rooms - 900 * distance + (kind === "house" ? 20_000 : 0) + ((row * 13) % 17) * 400;
    lines.push(`${rooms},${row % 23 === 0 ? "" : distance},${kind},${price}`);
  }
  return `${lines.join("\n")}\n`;
}

export async function uploadCsv(ctx: ProjectContext, dataset: string, csv: string) {
  return createDatasetVersion({
    ctx,
    input: { dataset, fileName: `${dataset}.csv` },
    source: new TextEncoder().encode(csv),
  });
}

/** Creates the pipeline with this config, or saves the config when it is there. */
export async function configure(ctx: ProjectContext, pipeline: string, yaml: string): Promise<number> {
  const parsed = parsePipelineConfig(yaml);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { config } = parsed;
  const known = await ctx.db.prisma.pipeline.count({ where: { projectId: ctx.project.id, name: pipeline } });
  if (known > 0) return (await savePipelineConfig({ ctx, input: { pipeline, yaml, config } })).number;
  await createPipeline({ ctx, input: { name: pipeline, dataset: config.dataset, yaml, config } });
  return 1;
}

/** Starts a run and waits for its end. */
export async function runToEnd(ctx: ProjectContext, pipeline: string): Promise<PipelineRunDetail> {
  const { number } = await startPipelineRun({ ctx, input: { pipeline } });
  return untilOver(ctx, pipeline, number);
}

/** The run at its end; asks seldom, since what it waits for needs the processor too. */
export function untilOver(ctx: ProjectContext, pipeline: string, number: number): Promise<PipelineRunDetail> {
  return untilRun(ctx, pipeline, number, ({ status }) => isFinished(status), 180_000, 150);
}

export async function untilRun(
  ctx: ProjectContext,
  pipeline: string,
  number: number,
  is: (run: PipelineRunDetail) => boolean,
  timeoutMs = 120_000,
  everyMs = 50,
): Promise<PipelineRunDetail> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const run = await getPipelineRun({ ctx, input: { pipeline, number } });
    if (is(run)) return run;
    if (Date.now() > deadline)
      throw new Error(`Run ${number} of ${pipeline} is still ${run.status}: ${JSON.stringify(run.steps)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

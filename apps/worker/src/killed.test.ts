import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { getRun, startPipelineRun, type ProjectContext } from "@pipepilot/domain";
import { createTestProject, createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { configure, homesCsv, testEnv, untilRun, uploadCsv } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let worker: ChildProcess | null = null;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(async () => {
  await end("SIGKILL");
  await services.close();
});

async function start(): Promise<void> {
  const env = Object.entries(await testEnv(services)).map(([key, value]) => [key, String(value)]);
  worker = spawn(process.execPath, ["--import", "tsx", path.join(import.meta.dirname, "server.ts")], {
    env: { ...process.env, ...(Object.fromEntries(env) as NodeJS.ProcessEnv) },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (!worker || worker.exitCode !== null || worker.signalCode !== null) return;
  const exited = once(worker, "exit");
  worker.kill(signal);
  await exited;
}

it("continues a run by itself after the worker was killed, and after it was stopped, in the middle of training", async () => {
  await uploadCsv(ctx, "homes", homesCsv(1500));
  await configure(
    ctx,
    "survivor",
    "dataset: homes\ntarget: price\ntrain: { type: random_forest, n_estimators: 400 }\n",
  );
  await start();
  const { number } = await startPipelineRun({ ctx, input: { pipeline: "survivor" } });
  const isTraining = (attempt: number) =>
    untilRun(ctx, "survivor", number, ({ steps }) =>
      steps.some(
        (step) => step.key === "train:0" && step.attempt === attempt && (step.progress?.done ?? 0) > 20,
      ),
    );
  await isTraining(1);
  await end("SIGKILL");
  await start();
  await isTraining(2);
  const stoppedAt = Date.now();
  await end("SIGTERM");
  expect(Date.now() - stoppedAt).toBeLessThan(5000);
  await start();
  const run = await untilRun(ctx, "survivor", number, ({ status }) => status === "succeeded", 90_000);
  expect(run.steps.map(({ key, attempt }) => `${key} ${attempt}`)).toEqual([
    "ingest 1",
    "validate 1",
    "prepare 1",
    "train:0 3",
    "evaluate:0 1",
    "register 1",
    "promote 1",
  ]);
  // One tracked run, started over each time: no second record of the same training.
  expect(run.candidates).toHaveLength(1);
  const tracked = await getRun({ ctx, input: { runId: run.candidates[0].id } });
  expect(tracked.status).toBe("FINISHED");
  expect(tracked.versions).toHaveLength(1);
}, 180_000);

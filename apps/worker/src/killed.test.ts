import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { getRun, startPipelineRun, type ProjectContext } from "@pipepilot/domain";
import { createTestProject, createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundled, configure, homesCsv, testEnv, untilOver, untilRun, uploadCsv } from "./testing";

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
  worker = spawn(process.execPath, [bundled("server.js")], {
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
    "dataset: homes\ntarget: price\ntrain: { type: random_forest, n_estimators: 1200 }\n",
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
  expect(Date.now() - stoppedAt).toBeLessThan(15_000);
  await start();
  const run = await untilOver(ctx, "survivor", number);
  expect(run.status).toBe("succeeded");
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
}, 400_000);

it("goes on with a search after the worker was killed: what was tried stays, and what follows is the same", async () => {
  const tune =
    "{ trials: 6, folds: 2, pruner: none, space: { max_depth: { int: [2, 20] }, max_features: { float: [0.3, 1] } } }";
  const yaml = `dataset: homes\ntarget: price\ntrain: { type: random_forest, n_estimators: 40 }\ntune: ${tune}\n`;
  const undisturbed = await createTestProject(services);
  for (const project of [ctx, undisturbed]) {
    await uploadCsv(project, "homes", homesCsv(600));
    await configure(project, "searcher", yaml);
  }
  const trialsOf = async (project: ProjectContext) => {
    const runs = await project.db.prisma.run.findMany({
      where: { projectId: project.project.id, stepKey: { startsWith: "tune:0:trial:" } },
      include: { params: true, metrics: true },
      orderBy: { stepKey: "asc" },
    });
    return runs.map(({ id, status, startTime, endTime, params, metrics }) => ({
      record: { id, status, startTime, endTime },
      tried: params.filter(({ key }) => key.startsWith("max_")).map(({ key, value }) => `${key} ${value}`),
      value: metrics.find(({ key }) => key === "cv_rmse")?.value,
    }));
  };
  await end("SIGKILL");
  await start();
  const { number } = await startPipelineRun({ ctx, input: { pipeline: "searcher" } });
  await untilRun(
    ctx,
    "searcher",
    number,
    ({ trials }) => trials.filter(({ status }) => status === "FINISHED").length >= 3,
  );
  await end("SIGKILL");
  const before = (await trialsOf(ctx)).filter(({ record }) => record.status === "FINISHED");
  await start();
  const run = await untilOver(ctx, "searcher", number);
  expect(run.status).toBe("succeeded");
  expect(run.steps.map(({ key, attempt }) => `${key} ${attempt}`)).toContain("tune:0 1");
  const after = await trialsOf(ctx);
  // A trial whose step had not answered yet when the worker died is run again, the others are not.
  const kept = before.filter(({ record }) =>
    after.some((each) => each.record.endTime?.getTime() === record.endTime?.getTime()),
  );
  expect(kept.length).toBeGreaterThanOrEqual(before.length - 2);
  expect(kept.length).toBeGreaterThanOrEqual(2);
  expect(after.map(({ record }) => record.status)).toEqual(after.map(() => "FINISHED"));

  const { number: other } = await startPipelineRun({ ctx: undisturbed, input: { pipeline: "searcher" } });
  expect((await untilOver(undisturbed, "searcher", other)).status).toBe("succeeded");
  const whole = await trialsOf(undisturbed);
  expect(whole).toHaveLength(6);
  expect(after.map(({ tried, value }) => ({ tried, value }))).toEqual(
    whole.map(({ tried, value }) => ({ tried, value })),
  );
}, 500_000);

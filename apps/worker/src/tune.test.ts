import { cancelPipelineRun, getRun, startPipelineRun, type ProjectContext } from "@pipepilot/domain";
import { createTestProject } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  configure,
  createTestWorker,
  homesCsv,
  runToEnd,
  untilRun,
  uploadCsv,
  type TestWorker,
} from "./testing";

let worker: TestWorker;
let ctx: ProjectContext;

beforeAll(async () => {
  worker = await createTestWorker();
  ctx = await createTestProject(worker.services);
  await uploadCsv(ctx, "homes", homesCsv());
});
afterAll(() => worker.close());

const yaml = (train: string, tune: string, model: string) =>
  `dataset: homes\ntarget: price\ntrain: ${train}\ntune: ${tune}\nregister: { model: ${model} }\n`;

async function trackedRuns(pipelineRunId: string) {
  const runs = await ctx.db.prisma.run.findMany({
    where: { projectId: ctx.project.id, pipelineRunId },
    include: { tags: true, params: true, metrics: true },
    orderBy: { stepKey: "asc" },
  });
  return runs.map(({ tags, params, metrics, ...run }) => ({
    ...run,
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    params: Object.fromEntries(params.map(({ key, value }) => [key, value])),
    metrics: Object.fromEntries(metrics.map(({ key, value }) => [key, value])),
  }));
}

describe("a search", () => {
  it("tracks every trial as a child run and trains the candidate with the best parameters, once", async () => {
    const space = "{ max_depth: { int: [1, 9] }, min_samples_leaf: { int: [1, 50], log: true } }";
    const tune = `{ strategy: tpe, trials: 5, folds: 3, pruner: none, space: ${space} }`;
    await configure(ctx, "tuned", yaml("{ type: random_forest, n_estimators: 8 }", tune, "tuned"));
    const run = await runToEnd(ctx, "tuned");
    expect(run.error).toBeNull();
    expect(run.steps.map(({ key, status }) => `${key} ${status}`)).toEqual([
      "ingest succeeded",
      "validate succeeded",
      "prepare succeeded",
      "tune:0 succeeded",
      "train:0 succeeded",
      "evaluate:0 succeeded",
      "register succeeded",
      "promote skipped",
    ]);
    const all = await trackedRuns(run.id);
    const search = all.find(({ stepKey }) => stepKey === "tune:0");
    const trials = all.filter(({ tags }) => tags["mlflow.parentRunId"] === search?.id);
    expect(search).toMatchObject({ name: "random_forest_search", status: "FINISHED" });
    expect(trials.map(({ name, status }) => `${name} ${status}`)).toEqual(
      [0, 1, 2, 3, 4].map((id) => `random_forest_trial_${id} FINISHED`),
    );
    const best = trials.reduce((a, b) => (b.metrics.cv_rmse < a.metrics.cv_rmse ? b : a));
    expect(search?.metrics.best_cv_rmse).toBe(best.metrics.cv_rmse);
    expect(best.params).toMatchObject({ model_type: "random_forest", n_estimators: "8", "tune.folds": "3" });
    expect(best.metrics).toHaveProperty("fold_rmse");
    expect(run.candidates.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "random_forest_tuned FINISHED",
    ]);
    const { params } = await getRun({ ctx, input: { runId: run.candidates[0].id } });
    expect([params.max_depth, params.min_samples_leaf]).toEqual([
      best.params.max_depth,
      best.params.min_samples_leaf,
    ]);
    expect(run.steps[3].reason).toMatch(
      /^Trial \d is the best of 5 \(0 pruned, 0 failed\): RMSE .* with max_depth \d/,
    );
    expect(run.trials.filter(({ isBest }) => isBest).map(({ id }) => id)).toEqual([best.id]);
    expect(run.trials.map(({ id }) => id).sort()).toEqual(trials.map(({ id }) => id).sort());

    const told = await ctx.db.prisma.event.findMany({
      where: { projectId: ctx.project.id, name: { in: ["run/finished", "run/failed"] } },
    });
    expect(told.map(({ data }) => (data as { run: string }).run)).toEqual([
      "random_forest_search",
      "random_forest_tuned",
    ]);

    // The same again searches nothing and trains nothing; another space searches anew.
    const again = await runToEnd(ctx, "tuned");
    expect(again.steps.map(({ status }) => status)).toEqual([...Array<string>(7).fill("cached"), "skipped"]);
    expect(await trackedRuns(again.id)).toEqual([]);
    expect(again.trials).toEqual(run.trials);
  });

  it("prunes boosting on its way, and walks a small space of several candidates whole", async () => {
    const space = "{ learning_rate: [0.3, 0.2, 0.1, 0.25, 0.15, 0.18, 0.001, 0.0005], alpha: [1, 10] }";
    const tune = `{ trials: 20, folds: 2, space: ${space} }`;
    const train = "[{ type: gradient_boosting, n_estimators: 40 }, { type: linear }, { type: baseline }]";
    await configure(ctx, "several", yaml(train, tune, "several"));
    const run = await runToEnd(ctx, "several");
    expect(run.status).toBe("succeeded");
    expect(run.steps.map(({ key }) => key).filter((key) => key.startsWith("tune"))).toEqual([
      "tune:0",
      "tune:1",
    ]);
    const trials = (await trackedRuns(run.id)).filter(({ tags }) => "pipepilot.trial" in tags);
    const states = (type: string) =>
      trials
        .filter(({ params }) => params.model_type === type)
        .map(({ status, tags }) => `${status} ${tags["pipepilot.trial_state"]}`);
    expect(states("linear")).toEqual(["FINISHED complete", "FINISHED complete"]);
    // Five complete trials are needed; the grid's last two rates are hopeless and end early.
    expect(states("gradient_boosting")).toEqual([
      ...Array<string>(6).fill("FINISHED complete"),
      "KILLED pruned",
      "KILLED pruned",
    ]);
    expect(run.candidates.map(({ name }) => name).sort()).toEqual([
      "baseline",
      "gradient_boosting_tuned",
      "linear_tuned",
    ]);
  });

  it("records a failed trial and goes on, and says why when all fail", async () => {
    const some = "{ trials: 5, folds: 2, space: { criterion: [gini, squared_error] } }";
    await configure(ctx, "some", yaml("{ type: random_forest, n_estimators: 3 }", some, "some"));
    const run = await runToEnd(ctx, "some");
    expect(run.status).toBe("succeeded");
    const trials = (await trackedRuns(run.id)).filter(({ tags }) => "pipepilot.trial" in tags);
    expect(trials.map(({ status }) => status)).toEqual(["FAILED", "FINISHED"]);
    expect(trials[0].error).toMatchObject({ code: "invalid_parameter" });

    const none =
      "{ trials: 40, folds: 2, space: { criterion: [gini, entropy], max_depth: { int: [1, 9] } } }";
    await configure(ctx, "none", yaml("{ type: random_forest, n_estimators: 3 }", none, "none"));
    const failed = await runToEnd(ctx, "none");
    expect(failed.status).toBe("failed");
    expect(failed.error).toEqual({
      code: "invalid_parameter",
      step: "tune:0",
      message: 'None of the 10 trials succeeded. The first: criterion "gini" does not fit a regression.',
    });
  });

  it("ends with its run: what is running when that is cancelled stops, and no trial follows", async () => {
    const tune = "{ trials: 50, folds: 5, space: { max_depth: { int: [5, 900] } } }";
    await configure(ctx, "stopped", yaml("{ type: random_forest, n_estimators: 2000 }", tune, "stopped"));
    const { number } = await startPipelineRun({ ctx, input: { pipeline: "stopped" } });
    await untilRun(ctx, "stopped", number, ({ trials }) => trials.length >= 2);
    await cancelPipelineRun({ ctx, input: { pipeline: "stopped", number } });
    const run = await untilRun(ctx, "stopped", number, ({ status }) => status === "cancelled");
    // The threads are free again.
    const next = yaml("{ type: baseline }", "{ folds: 2 }", "after");
    await configure(ctx, "after", next);
    expect((await runToEnd(ctx, "after")).status).toBe("succeeded");
    const tracked = await trackedRuns(run.id);
    expect(tracked.map(({ status }) => status)).toEqual(tracked.map(() => "KILLED"));
    expect(tracked.length).toBeLessThanOrEqual(3);
  });
});

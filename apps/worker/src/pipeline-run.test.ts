import {
  cancelPipelineRun,
  createModelVersion,
  getModel,
  getRun,
  getStepLog,
  startPipelineRun,
  transitionStage,
  type ProjectContext,
} from "@pipepilot/domain";
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

const yaml = (train: string, more = "") => `dataset: homes\ntarget: price\ntrain: ${train}\n${more}`;
const FOREST = "{ type: random_forest, n_estimators: 12, max_depth: 8 }";
const BOOSTING = "{ type: gradient_boosting, max_iter: 30 }";

describe("a pipeline run", () => {
  it("trains every candidate as a tracked run with complete parameters and registers a version of each", async () => {
    await configure(ctx, "whole", yaml(`[${FOREST}, ${BOOSTING}]`, "register: { model: whole }\n"));
    const run = await runToEnd(ctx, "whole");
    expect(run.error).toBeNull();
    expect(run.steps.map(({ key, status }) => `${key} ${status}`)).toEqual([
      "ingest succeeded",
      "validate succeeded",
      "prepare succeeded",
      "train:0 succeeded",
      "train:1 succeeded",
      "evaluate:0 succeeded",
      "evaluate:1 succeeded",
      "register succeeded",
      "promote skipped",
    ]);
    expect(run.decision).toMatchObject({ outcome: "not_requested", metric: "rmse" });
    expect(run.candidates.map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
      "gradient_boosting_30 FINISHED",
      "random_forest_12 FINISHED",
    ]);
    const forest = run.candidates.find(({ name }) => name === "random_forest_12");
    const tracked = await getRun({ ctx, input: { runId: forest?.id ?? "" } });
    expect(tracked.params).toMatchObject({
      model_type: "random_forest",
      n_estimators: "12",
      max_depth: "8",
      min_samples_split: "2",
      seed: "42",
      "split.test": "0.2",
      "prepare.encode": "one_hot",
    });
    expect(forest?.metrics.rmse).toBe(forest?.metrics.test_rmse);
    expect(Object.keys(forest?.metrics ?? {})).toEqual(
      expect.arrayContaining(["train_r2", "validation_r2", "test_r2", "r2", "mae", "mape"]),
    );
    expect(tracked.reports.sort()).toEqual([
      "evaluation_report.html",
      "evaluation_report.json",
      "feature_importance.json",
    ]);
    expect(tracked.inputs.map(({ dataset, context }) => `${dataset} ${context}`).sort()).toEqual([
      "homes evaluation",
      "homes training",
    ]);
    expect(tracked.environment).toMatchObject({ node: process.version, threads: 2 });
    const model = await getModel({ ctx, input: { name: "whole" } });
    expect(model.versionCount).toBe(2);
    const log = await getStepLog({ ctx, input: { pipeline: "whole", number: 1, step: "prepare" } });
    expect(log.lines[0].message).toBe("Runs for the first time.");
    expect(log.lines[1].message).toMatch(
      /^Split by row_hash: \d+ train, \d+ validation and \d+ test rows\.$/,
    );
  });

  it("takes what did not change from the cache and says which part of a key changed", async () => {
    await configure(ctx, "again", yaml(FOREST, "register: { model: again }\n"));
    const first = await runToEnd(ctx, "again");
    const second = await runToEnd(ctx, "again");
    expect(second.steps.map(({ status }) => status)).toEqual([...Array<string>(6).fill("cached"), "skipped"]);
    expect(second.steps[5].reason).toBe("Not run again: nothing it depends on changed since run 1 of again.");
    // What another pipeline had trained already is taken over, into an experiment of its own.
    expect(first.steps[3]).toMatchObject({ key: "train:0", status: "cached" });
    expect(first.candidates[0].experiment).toBe("again");
    expect(second.candidates.map(({ id }) => id)).toEqual(first.candidates.map(({ id }) => id));
    expect((await getModel({ ctx, input: { name: "again" } })).versionCount).toBe(1);

    await configure(ctx, "again", yaml(FOREST.replace("12", "14"), "register: { model: again }\n"));
    const third = await runToEnd(ctx, "again");
    expect(third.steps[2]).toMatchObject({ key: "prepare", status: "cached" });
    expect(third.steps[3]).toMatchObject({
      status: "succeeded",
      reason: "Runs since n_estimators changed from 12 to 14 (compared with run 2).",
    });
    expect((await getModel({ ctx, input: { name: "again" } })).versionCount).toBe(2);
  });

  it("promotes a better version, keeps a champion that is not beaten, and says why", async () => {
    const gate = "register: { model: gated }\npromote: { to: Staging, when: better }\n";
    await configure(ctx, "gated", yaml("{ type: baseline }", gate));
    const baseline = await runToEnd(ctx, "gated");
    expect(baseline.decision).toMatchObject({ outcome: "promoted", stage: "Staging", champion: null });
    await configure(ctx, "gated", yaml(FOREST, gate));
    const forest = await runToEnd(ctx, "gated");
    expect(forest.decision?.outcome).toBe("promoted");
    expect(forest.decision?.summary).toMatch(
      /^v2 \(random_forest_12\) beats champion v1 \(Staging\) by [\d,]+ RMSE on the same \d+ test rows: moved to Staging\.$/,
    );
    await transitionStage({ ctx, input: { model: "gated", number: 2, stage: "Production" } });
    await configure(ctx, "gated", yaml("{ type: baseline, strategy: median }", gate));
    const worse = await runToEnd(ctx, "gated");
    expect(worse.decision).toMatchObject({ outcome: "kept", champion: { number: 2, stage: "Production" } });
    expect(worse.decision?.champion?.value).toBeCloseTo(forest.decision?.challenger?.value ?? NaN, 6);
    expect(worse.decision?.summary).toMatch(
      /is worse than champion v2 \(Production\) by .*: not promoted\.$/,
    );
    const model = await getModel({ ctx, input: { name: "gated" } });
    expect(model.versions.map(({ number, stage }) => `${number} ${stage}`)).toEqual([
      "3 None",
      "2 Production",
      "1 Archived",
    ]);
    expect(model.history.find(({ number, to }) => number === 2 && to === "Staging")?.reason).toBe(
      forest.decision?.summary,
    );
  });

  it("registers nothing when the config says so", async () => {
    await configure(ctx, "silent", yaml(FOREST, "register: { model: silent }\nenable_mlflow: false\n"));
    const run = await runToEnd(ctx, "silent");
    expect(run.status).toBe("succeeded");
    expect(run.steps.find(({ key }) => key === "register")).toMatchObject({
      status: "skipped",
      reason: "random_forest_12 is not registered: enable_mlflow is false.",
    });
    expect(run.candidates[0].versions).toEqual([]);
  });

  it("makes bundles that say what they are", async () => {
    await configure(ctx, "bundled", yaml(FOREST, "register: { model: bundled }\n"));
    const run = await runToEnd(ctx, "bundled");
    const [version] = (await getModel({ ctx, input: { name: "bundled" } })).versions;
    const row = await ctx.db.prisma.modelVersion.findFirstOrThrow({ where: { id: version.id } });
    const files = row.files as { path: string; hash: string; size: number }[];
    expect(files.map(({ path }) => path)).toEqual([
      "Dockerfile",
      "MLmodel",
      "conda.yaml",
      "input_example.json",
      "model/model.bin",
      "model/pipeline.json",
      "python_env.yaml",
      "requirements.txt",
    ]);
    // The same run again is the same version, whoever asks.
    const again = await createModelVersion({
      ctx,
      input: {
        model: "bundled",
        runId: run.candidates[0].id,
        task: "regression",
        family: "random_forest",
        signature: row.signature as { inputs: []; outputs: [] },
        files,
      },
    });
    expect(again.number).toBe(1);
  });
});

describe("faults", () => {
  it("stops training when the run is cancelled, and its tracked run ends as killed", async () => {
    await configure(
      ctx,
      "long",
      yaml("{ type: random_forest, n_estimators: 5000 }", "register: { model: long }\n"),
    );
    const { number } = await startPipelineRun({ ctx, input: { pipeline: "long" } });
    const training = await untilRun(ctx, "long", number, ({ steps }) =>
      steps.some(({ key, progress }) => key === "train:0" && (progress?.done ?? 0) > 0),
    );
    expect(training.runningStep).toMatchObject({ key: "train:0", progress: { total: 5000 } });
    await cancelPipelineRun({ ctx, input: { pipeline: "long", number } });
    const run = await untilRun(ctx, "long", number, ({ candidates }) => candidates[0]?.status === "KILLED");
    expect(run.status).toBe("cancelled");
    expect(run.steps.map(({ status }) => status)).toEqual([
      ...Array<string>(3).fill("cached"),
      ...Array<string>(4).fill("cancelled"),
    ]);
    // The threads are free again at once: a short run gets through.
    await configure(ctx, "after", yaml(FOREST, "register: { model: after }\n"));
    expect((await runToEnd(ctx, "after")).status).toBe("succeeded");
  });

  it("refuses a target that is known to be useless at once", async () => {
    await uploadCsv(
      ctx,
      "constant",
      `size,price\n${Array.from({ length: 30 }, (_, i) => `${i},7`).join("\n")}\n`,
    );
    const configured = configure(ctx, "constant", "dataset: constant\ntarget: price\ntrain: {}\n");
    await expect(configured).rejects.toMatchObject({
      code: "target_unusable",
      message:
        'The target "price" has the same value in every row of version 1 of constant; there is nothing to learn.',
    });
    expect(await ctx.db.prisma.pipeline.count({ where: { name: "constant" } })).toBe(0);
  });

  it("fails with the step and a sentence when config and data do not fit", async () => {
    await configure(ctx, "wrong", yaml(FOREST, "prepare: { derive: { height: floor * 3 } }\n"));
    const run = await runToEnd(ctx, "wrong");
    expect(run.status).toBe("failed");
    expect(run.error).toEqual({
      code: "unknown_column",
      step: "validate",
      message: 'Unknown column "floor" in "floor * 3". Known columns: rooms, distance, kind.',
    });
    expect(run.steps.map(({ status }) => status)).toEqual([
      "cached",
      "failed",
      ...Array<string>(5).fill("skipped"),
    ]);
  });

  it("fails when a family needs values that the config leaves missing", async () => {
    const missing = "prepare: { impute: { numeric: none } }\nregister: { model: partly }\n";
    await configure(ctx, "partly", yaml(`[${FOREST}, { type: linear }]`, missing));
    const run = await runToEnd(ctx, "partly");
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "missing_values", step: "prepare" });
  });
});

describe("new data", () => {
  it("starts the pipelines that listened when it arrived, once", async () => {
    const fresh = await createTestProject(worker.services);
    await uploadCsv(fresh, "homes", homesCsv(200));
    await configure(fresh, "listening", yaml(FOREST));
    await uploadCsv(fresh, "homes", homesCsv(300));
    const countRuns = () => fresh.db.prisma.pipelineRun.count({ where: { projectId: fresh.project.id } });
    await expect.poll(countRuns).toBe(1);
    const run = await untilRun(fresh, "listening", 1, ({ status }) => status === "succeeded");
    expect(run.cause).toEqual({ kind: "dataset-version", dataset: "homes", number: 2 });
    expect(run.datasetVersion.number).toBe(2);
    expect(await countRuns()).toBe(1);
  });
});

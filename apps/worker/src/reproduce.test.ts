import {
  getReproductions,
  getRun,
  reproduceRun,
  startPipelineRun,
  startRun,
  type PipelineRunDetail,
  type ProjectContext,
} from "@pipepilot/domain";
import { createTestProject } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  configure,
  createTestWorker,
  homesCsv,
  runToEnd,
  untilOver,
  uploadCsv,
  type TestWorker,
} from "./testing";

let worker: TestWorker;
let ctx: ProjectContext;
let first: PipelineRunDetail;
let boosting: string;

const yaml = (trees: number) =>
  `dataset: homes\ntarget: price\ntrain: [{ type: baseline }, { type: gradient_boosting, max_iter: ${trees} }]\nregister: { model: homes }\n`;

beforeAll(async () => {
  worker = await createTestWorker();
  ctx = await createTestProject(worker.services);
  await uploadCsv(ctx, "homes", homesCsv());
  await configure(ctx, "homes", yaml(30));
  first = await runToEnd(ctx, "homes");
  boosting = first.candidates.find(({ name }) => name.startsWith("gradient"))?.id ?? "";
});
afterAll(() => worker.close());

async function reproduce(runId: string) {
  const { pipeline, number } = await reproduceRun({ ctx, input: { runId } });
  const run = await untilOver(ctx, pipeline, number);
  const { reproductions } = await getReproductions({ ctx, input: { runId } });
  return { run, reproduction: reproductions.find((each) => each.number === number) };
}

it("trains a run again from its hashes, without the cache, and finds every metric and the model the same", async () => {
  // What is newest now is not what the run was made of.
  await uploadCsv(ctx, "homes", homesCsv(300));
  await configure(ctx, "homes", yaml(5));
  const { run, reproduction } = await reproduce(boosting);
  expect([run.error, run.status, run.cause, run.configNumber, run.datasetVersion.number]).toEqual([
    null,
    "succeeded",
    { kind: "reproduction", runId: boosting, run: "gradient_boosting_30", step: "train:1" },
    1,
    1,
  ]);
  expect(run.steps.map(({ key, status }) => `${key} ${status}`)).toEqual([
    "ingest succeeded",
    "validate succeeded",
    "prepare succeeded",
    "train:1 succeeded",
    "evaluate:1 succeeded",
  ]);
  expect(run.steps[3].reason).toBe("Runs without the cache, since it reproduces gradient_boosting_30.");
  const verdict = reproduction?.verdict;
  expect(verdict).toMatchObject({ identical: true, differences: [], sameModel: true, changedInputs: [] });
  expect(verdict?.compared).toBeGreaterThan(10);
  expect(verdict?.comparedSteps).toBeGreaterThan(60);
  const again = reproduction?.run?.id ?? "";
  expect(again).not.toBe(boosting);
  const { original, obstacle } = await getReproductions({ ctx, input: { runId: again } });
  expect([original?.run.id, original?.verdict?.identical, obstacle]).toEqual([boosting, true, null]);
  const events = await ctx.db.prisma.event.findMany({
    where: { projectId: ctx.project.id, name: "pipeline-run/succeeded" },
    orderBy: { at: "desc" },
    take: 1,
  });
  expect(events[0].data).toMatchObject({
    summary: `gradient_boosting_30 was reproduced: all ${verdict?.compared} metrics are bit-identical.`,
  });
});

it("registers nothing and is no substitute in the cache", async () => {
  const { reproduction } = await reproduce(boosting);
  const made = await getRun({ ctx, input: { runId: reproduction?.run?.id ?? "" } });
  expect([made.versions, made.tags["pipepilot.reproduces"]]).toEqual([[], boosting]);
  const input = { pipeline: "homes", configNumber: 1, datasetVersionNumber: 1 };
  const { number } = await startPipelineRun({ ctx, input });
  const again = await untilOver(ctx, "homes", number);
  expect(again.steps.map(({ key, status }) => `${key} ${status}`)).toEqual(
    first.steps.map(({ key }) => `${key} ${key === "promote" ? "skipped" : "cached"}`),
  );
  expect(again.candidates.map(({ id }) => id).sort()).toEqual(first.candidates.map(({ id }) => id).sort());
});

it("says which metrics differ, to the last bit and step", async () => {
  const metric = { projectId_runId_key: { projectId: ctx.project.id, runId: boosting, key: "rmse" } };
  const { value } = await ctx.db.prisma.runMetric.findUniqueOrThrow({ where: metric });
  const next = value * (1 + 2 ** -52);
  await ctx.db.prisma.runMetric.update({ where: metric, data: { value: next } });
  const { reproductions } = await getReproductions({ ctx, input: { runId: boosting } });
  expect(reproductions).toHaveLength(2);
  for (const { verdict } of reproductions)
    expect(verdict).toMatchObject({
      identical: false,
      differences: [{ key: "rmse", original: String(next), reproduced: String(value), differingSteps: 0 }],
    });
});

it("refuses what cannot be reproduced, and says why", async () => {
  const stranger = await createTestProject(worker.services);
  await expect(reproduceRun({ ctx: stranger, input: { runId: boosting } })).rejects.toMatchObject({
    code: "not_found",
  });
  const { experimentId } = await ctx.db.prisma.run.findFirstOrThrow({ where: { id: boosting } });
  const { id } = await startRun({ ctx, input: { experimentId, name: "by a client" } });
  await expect(reproduceRun({ ctx, input: { runId: id } })).rejects.toMatchObject({
    code: "not_reproducible",
    message: "A client logged this run: its code is not here, so it cannot be run again from here.",
  });
});

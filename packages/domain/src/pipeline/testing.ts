import type { ProjectContext } from "../context";
import { createTestProject, type TestServices } from "../testing";
import { createPipeline } from "./create";
import { openExecution } from "./execution";
import { planSteps } from "./plan-steps";
import type { PromotionDecision } from "./schema";
import { startPipelineRun } from "./start-run";

export const config = { dataset: "homes", target: "price", seed: 42 };
export const yaml = "dataset: homes\ntarget: price\n";

/** A dataset version as its row says it, without a file behind it. */
export async function addVersion(
  ctx: ProjectContext,
  options: { blocked?: boolean; distinct?: number } = {},
) {
  const projectId = ctx.project.id;
  const { prisma } = ctx.db;
  const dataset = await prisma.dataset.upsert({
    where: { projectId_name: { projectId, name: "homes" } },
    create: { projectId, name: "homes" },
    update: {},
  });
  const { hash } = await ctx.store.put(new TextEncoder().encode("rows"));
  await prisma.blob.upsert({ where: { hash }, create: { hash, key: hash, size: 4 }, update: {} });
  const number = 1 + (await prisma.datasetVersion.count({ where: { projectId, datasetId: dataset.id } }));
  const version = await prisma.datasetVersion.create({
    data: {
      projectId,
      datasetId: dataset.id,
      number,
      contentHash: hash,
      fileName: "homes.csv",
      sizeBytes: 4,
      sourceHash: hash,
      parquetHash: hash,
      rowCount: 30,
      columns: [
        { name: "size", type: "integer", nullable: false },
        { name: "price", type: "float", nullable: false },
      ],
      profile: [{ name: "price", missing: 0, distinct: options.distinct ?? 30 }],
      parseReport: {},
      provenance: { kind: "upload" },
      createdBy: {},
    },
  });
  if (options.blocked) {
    const contract = await prisma.schemaContract.create({
      data: { projectId, datasetId: dataset.id, number, columns: [], createdBy: {} },
    });
    await prisma.schemaCheck.create({
      data: {
        projectId,
        datasetVersionId: version.id,
        contractId: contract.id,
        verdict: "blocked",
        findings: [],
        passedRules: 0,
      },
    });
  }
  return version;
}

export async function createHomes(services: TestServices): Promise<ProjectContext> {
  const ctx = await createTestProject(services);
  await addVersion(ctx);
  await createPipeline({ ctx, input: { name: "homes-training", dataset: "homes", yaml, config } });
  return ctx;
}

export const pipeline = "homes-training";

/** A run that was started and planned, seen by the worker that executes it. */
export async function createExecution(services: TestServices) {
  const ctx = await createHomes(services);
  const { id, number } = await startPipelineRun({ ctx, input: { pipeline } });
  const worker = await openExecution(ctx, { projectId: ctx.project.id, pipelineRunId: id });
  const steps = [
    { key: "prepare", step: "prepare", title: "Prepare", dependsOn: [] },
    { key: "train:0", step: "train", title: "Train", dependsOn: ["prepare"] },
  ];
  await planSteps({ ctx: worker, input: { steps } });
  return { ctx, worker, id, number, steps };
}

export const DECISION: PromotionDecision = {
  outcome: "not_requested",
  summary: "Nothing was asked for.",
  reasons: [],
  model: null,
  stage: "None",
  metric: "rmse",
  direction: "minimize",
  margin: 0,
  testRows: 6,
  challenger: null,
  champion: null,
};

import { randomUUID } from "node:crypto";
import { recordBlob } from "../blob/record";
import type { ProjectContext } from "../context";
import { ensureExperiment } from "../experiment/ensure";
import { createModelVersion } from "../model/create-version";
import type { BundleFile, CreateModelVersionInput } from "../model/schema";
import { transact } from "../transact";
import { finishRun } from "./finish";
import { logMetrics } from "./log-metrics";
import type { StartRunInput } from "./schema";
import { startRun } from "./start";

/** Rows and objects that tests of runs, models and serving stand on. */
export async function createTestDatasetVersion(
  ctx: ProjectContext,
): Promise<{ id: string; dataset: string }> {
  const projectId = ctx.project.id;
  const stored = await ctx.store.put(Buffer.from(`a\n${randomUUID()}\n`));
  return transact(ctx, async (tx) => {
    await recordBlob(tx, stored);
    const dataset = await tx.dataset.create({ data: { projectId, name: `data-${randomUUID()}` } });
    const version = await tx.datasetVersion.create({
      data: {
        projectId,
        datasetId: dataset.id,
        number: 1,
        contentHash: stored.hash,
        fileName: "data.csv",
        sizeBytes: stored.size,
        sourceHash: stored.hash,
        parquetHash: stored.hash,
        rowCount: 1,
        columns: [],
        profile: {},
        parseReport: {},
        provenance: { kind: "upload" },
        createdBy: {},
      },
    });
    return { id: version.id, dataset: dataset.name };
  });
}

export async function createTestPipelineRun(ctx: ProjectContext): Promise<{ id: string; pipeline: string }> {
  const projectId = ctx.project.id;
  const { id: datasetVersionId } = await createTestDatasetVersion(ctx);
  const { datasetId } = await ctx.db.prisma.datasetVersion.findUniqueOrThrow({
    where: { projectId_id: { projectId, id: datasetVersionId } },
  });
  const pipeline = await ctx.db.prisma.pipeline.create({
    data: { projectId, datasetId, name: `pipeline-${randomUUID()}` },
  });
  const config = await ctx.db.prisma.pipelineConfig.create({
    data: { projectId, pipelineId: pipeline.id, number: 1, yaml: "", parsed: {}, hash: "", createdBy: {} },
  });
  const run = await ctx.db.prisma.pipelineRun.create({
    data: {
      projectId,
      pipelineId: pipeline.id,
      number: 1,
      configId: config.id,
      datasetVersionId,
      cause: { kind: "manual" },
      createdBy: {},
    },
  });
  return { id: run.id, pipeline: pipeline.name };
}

export function createTestExperiment(
  ctx: ProjectContext,
  metricDirection: "minimize" | "maximize" = "minimize",
) {
  return ensureExperiment({
    ctx,
    input: { name: `experiment-${randomUUID()}`, primaryMetric: "rmse", metricDirection },
  });
}

/** A finished run with these metrics. */
export async function createTestRun(
  ctx: ProjectContext,
  experimentId: string,
  metrics: Readonly<Record<string, number>> = {},
  input: Partial<StartRunInput> = {},
): Promise<string> {
  const { id } = await startRun({ ctx, input: { experimentId, name: "random_forest_100", ...input } });
  const points = Object.entries(metrics).map(([key, value]) => ({ key, value, step: 0, timestamp: 0 }));
  await logMetrics({ ctx, input: { runId: id, points } });
  await finishRun({ ctx, input: { runId: id, status: "FINISHED" } });
  return id;
}

export async function storeTestFile(
  ctx: ProjectContext,
  path: string,
  text: string = randomUUID(),
): Promise<BundleFile> {
  const { hash, size } = await ctx.store.put(Buffer.from(text));
  return { path, hash, size };
}

export async function createTestVersion(
  ctx: ProjectContext,
  model: string,
  input: Partial<CreateModelVersionInput> = {},
) {
  return createModelVersion({
    ctx,
    input: {
      model,
      task: "regression",
      family: "random_forest",
      signature: {
        inputs: [{ name: "rooms", type: "double", required: true }],
        outputs: [{ type: "double", required: true }],
      },
      files: [await storeTestFile(ctx, "MLmodel")],
      ...input,
    },
  });
}

import type { Prisma, Transaction } from "@pipepilot/db";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isUniqueViolation, transact } from "../transact";
import { assertConfigFits } from "./check-columns";
import { findPipeline, lockPipeline } from "./find";
import { parsedConfig, startPipelineRunInput, type RunCause, type StartPipelineRunInput } from "./schema";

export interface StartedPipelineRun {
  readonly id: string;
  readonly number: number;
}

/**
 * Asks for one execution of a pipeline; it starts as soon as a worker takes the event.
 * Columns that are not there and a target that cannot be learned are refused here, unless the run was caused by new data: then the failed run itself
 * tells whoever looks.
 * @throws DomainError not_found, schema_blocked, target_unusable, column_not_found, conflict (no dataset version)
 */
export async function startPipelineRun({
  ctx,
  input,
}: Call<ProjectContext, StartPipelineRunInput>): Promise<StartedPipelineRun> {
  authorise(ctx, "pipeline:run");
  const { idempotencyKey, ...wanted } = parse(startPipelineRunInput, input);
  const key = idempotencyKey && `pipeline-run:${idempotencyKey}`;
  const earlier = key && (await findStarted(ctx, key));
  if (earlier) return earlier;
  try {
    return await transact(ctx, (tx) => requestRun(tx, ctx, wanted, key));
  } catch (error) {
    const concurrent = key && isUniqueViolation(error) ? await findStarted(ctx, key) : null;
    if (concurrent) return concurrent;
    throw error;
  }
}

interface WantedRun {
  readonly pipeline: string;
  readonly configNumber?: number;
  readonly datasetVersionNumber?: number;
  readonly cause: RunCause;
}

async function requestRun(
  tx: Transaction,
  ctx: ProjectContext,
  wanted: WantedRun,
  idempotencyKey: string | undefined,
): Promise<StartedPipelineRun> {
  const projectId = ctx.project.id;
  const pipeline = await findPipeline(ctx, wanted.pipeline, tx);
  const config = await findConfig(tx, projectId, pipeline.id, wanted.configNumber);
  const version = await findVersion(tx, projectId, pipeline.dataset, wanted.datasetVersionNumber);
  if (wanted.cause.kind !== "dataset-version")
    assertConfigFits(version, pipeline.dataset.name, parsedConfig.parse(config.parsed));
  await lockPipeline(tx, ctx, pipeline.id);
  const last = await tx.pipelineRun.aggregate({
    where: { projectId, pipelineId: pipeline.id },
    _max: { number: true },
  });
  const run = await tx.pipelineRun.create({
    data: {
      projectId,
      pipelineId: pipeline.id,
      number: (last._max.number ?? 0) + 1,
      configId: config.id,
      datasetVersionId: version.id,
      cause: wanted.cause satisfies Prisma.InputJsonObject,
      createdBy: actorRecord(ctx.actor),
    },
    select: { id: true, number: true },
  });
  await recordEvent(
    tx,
    ctx,
    "pipeline-run/requested",
    {
      pipelineRunId: run.id,
      pipelineId: pipeline.id,
      pipeline: pipeline.name,
      number: run.number,
      cause: causeText(wanted.cause),
    },
    { idempotencyKey },
  );
  await announce(tx, ctx, { noun: "pipeline-run", id: run.id });
  return run;
}

async function findStarted(ctx: ProjectContext, idempotencyKey: string): Promise<StartedPipelineRun | null> {
  const event = await ctx.db.prisma.event.findUnique({
    where: { projectId_idempotencyKey: { projectId: ctx.project.id, idempotencyKey } },
    select: { data: true },
  });
  if (!event) return null;
  const { pipelineRunId, number } = event.data as { pipelineRunId: string; number: number };
  return { id: pipelineRunId, number };
}

async function findConfig(
  tx: Transaction,
  projectId: string,
  pipelineId: string,
  number: number | undefined,
) {
  const config = await tx.pipelineConfig.findFirst({
    where: { projectId, pipelineId, number },
    orderBy: { number: "desc" },
  });
  if (!config) throw notFound("pipeline config", number ?? "latest");
  return config;
}

async function findVersion(
  tx: Transaction,
  projectId: string,
  dataset: { id: string; name: string },
  number: number | undefined,
) {
  const version = await tx.datasetVersion.findFirst({
    where: {
      projectId,
      datasetId: dataset.id,
      number,
      ...(number === undefined && { NOT: { check: { is: { verdict: "blocked" } } } }),
    },
    orderBy: { number: "desc" },
    include: { check: { select: { verdict: true } } },
  });
  if (version?.check?.verdict === "blocked")
    throw new DomainError(
      "schema_blocked",
      `Version ${version.number} of ${dataset.name} was blocked by its schema check.`,
      { dataset: dataset.name, number: version.number },
    );
  if (version) return version;
  if (number !== undefined) throw notFound("dataset version", `${dataset.name} ${number}`);
  throw new DomainError("conflict", `The dataset "${dataset.name}" has no version to run on yet.`, {
    dataset: dataset.name,
  });
}

function causeText(cause: RunCause): string {
  switch (cause.kind) {
    case "manual":
      return "started by hand";
    case "demo":
      return "part of the demo";
    case "dataset-version":
      return `new version ${cause.number} of ${cause.dataset}`;
    case "reproduction":
      return `reproduces ${cause.run}`;
  }
}

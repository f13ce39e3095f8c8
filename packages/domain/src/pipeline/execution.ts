import type { Transaction } from "@pipepilot/db";
import type { ProjectContext, Services } from "../context";
import { DomainError, notFound } from "../errors";
import { openProjectAs } from "../project/open";
import { authorise } from "../permissions";
import {
  isFinished,
  parsedConfig,
  runCause,
  type ParsedConfig,
  type PipelineRunStatus,
  type RunCause,
} from "./schema";

/** The gate for the worker that executes a pipeline run: everything it does carries the run as its actor. */
export async function openExecution(
  services: Services,
  input: { projectId: string; pipelineRunId: string },
): Promise<ProjectContext> {
  return openProjectAs(services, { kind: "pipeline", pipelineRunId: input.pipelineRunId }, input.projectId);
}

/** The pipeline run an actor executes. @throws DomainError permission_denied for everyone else */
export function executedRun(ctx: ProjectContext): { projectId: string; pipelineRunId: string } {
  authorise(ctx, "pipeline:run");
  if (ctx.actor.kind !== "pipeline" && ctx.actor.kind !== "ci")
    throw new DomainError("permission_denied", "Only a pipeline run writes its own steps.");
  return { projectId: ctx.project.id, pipelineRunId: ctx.actor.pipelineRunId };
}

export interface Execution {
  readonly id: string;
  readonly number: number;
  readonly status: PipelineRunStatus;
  readonly cause: RunCause;
  readonly pipeline: { readonly id: string; readonly name: string };
  readonly config: { readonly number: number; readonly hash: string; readonly parsed: ParsedConfig };
  readonly datasetVersion: {
    readonly id: string;
    readonly dataset: string;
    readonly number: number;
    /** SHA-256 of the Parquet copy, what the steps read. */
    readonly parquetHash: string;
    readonly contentHash: string;
  };
}

/** What a worker must know to execute the run it acts for. */
export async function readExecution({ ctx }: { ctx: ProjectContext }): Promise<Execution> {
  const { projectId, pipelineRunId } = executedRun(ctx);
  const run = await ctx.db.prisma.pipelineRun.findUnique({
    where: { projectId_id: { projectId, id: pipelineRunId } },
    include: {
      pipeline: { select: { id: true, name: true } },
      config: { select: { number: true, hash: true, parsed: true } },
      datasetVersion: { include: { dataset: { select: { name: true } } } },
    },
  });
  if (!run) throw notFound("pipeline run", pipelineRunId);
  const { datasetVersion: version } = run;
  return {
    id: run.id,
    number: run.number,
    status: run.status,
    cause: runCause.parse(run.cause),
    pipeline: run.pipeline,
    config: { ...run.config, parsed: parsedConfig.parse(run.config.parsed) },
    datasetVersion: {
      id: version.id,
      dataset: version.dataset.name,
      number: version.number,
      parquetHash: version.parquetHash,
      contentHash: version.contentHash,
    },
  };
}

/** True while the run an actor executes has not been cancelled or ended otherwise. */
export async function isExecutionActive({ ctx }: { ctx: ProjectContext }): Promise<boolean> {
  const { projectId, pipelineRunId: id } = executedRun(ctx);
  const run = await ctx.db.prisma.pipelineRun.findUnique({
    where: { projectId_id: { projectId, id } },
    select: { status: true },
  });
  return run !== null && !isFinished(run.status);
}

/** Holds the run still while one of its steps is written. @throws DomainError run_finished once it is over */
export async function lockActiveRun(tx: Transaction, ctx: ProjectContext): Promise<void> {
  const { projectId, pipelineRunId } = executedRun(ctx);
  const [run] = await tx.$queryRaw<{ status: PipelineRunStatus }[]>`
    SELECT status::text AS status FROM "PipelineRun"
    WHERE "projectId" = ${projectId}::uuid AND id = ${pipelineRunId}::uuid FOR SHARE`;
  if (!run) throw notFound("pipeline run", pipelineRunId);
  if (isFinished(run.status))
    throw new DomainError("run_finished", `This pipeline run is over already (${run.status}).`, {
      status: run.status,
    });
}

import { randomUUID } from "node:crypto";
import type { Transaction } from "@pipepilot/db";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { startRunInput, type StartRunInput } from "./schema";

type ParsedInput = ReturnType<typeof startRunInput.parse>;

/**
 * Starts a tracked run. Given `pipelineRunId` and `stepKey` it is idempotent: a step that is tried again empties the run
 * of its first try and continues under the same id.
 * @throws DomainError not_found for an experiment, pipeline run or dataset version that is not this project's
 * @throws DomainError run_finished where a model version was made from the step's run already
 */
export async function startRun({
  ctx,
  input,
}: Call<ProjectContext, StartRunInput>): Promise<{ id: string; name: string }> {
  authorise(ctx, "run:write");
  const parsed = parse(startRunInput, input);
  return transact(ctx, async (tx) => {
    await requireExperiment(tx, ctx, parsed.experimentId);
    const id = (await resetEarlierTry(tx, ctx, parsed)) ?? (await createRun(tx, ctx, parsed));
    await describeRun(tx, ctx, id, parsed);
    await announce(tx, ctx, { noun: "run", id });
    return { id, name: parsed.name };
  });
}

async function requireExperiment(tx: Transaction, ctx: ProjectContext, id: string) {
  const experiment = await tx.experiment.findUnique({
    where: { projectId_id: { projectId: ctx.project.id, id } },
    select: { id: true },
  });
  if (!experiment) throw notFound("experiment", id);
}

async function createRun(tx: Transaction, ctx: ProjectContext, input: ParsedInput): Promise<string> {
  const id = randomUUID().replaceAll("-", "");
  const { experimentId, pipelineRunId = null, stepKey = null, name, environment } = input;
  // The start is the database's time, as the end is: processes on other machines have other clocks.
  await tx.$executeRaw`
    INSERT INTO "Run" ("projectId", id, "experimentId", "pipelineRunId", "stepKey", name, environment, "createdBy", "startTime")
    VALUES (${ctx.project.id}::uuid, ${id}, ${experimentId}::uuid, ${pipelineRunId}::uuid, ${stepKey}, ${name},
      ${JSON.stringify(environment)}::jsonb, ${JSON.stringify(actorRecord(ctx.actor))}::jsonb, now())`;
  return id;
}

/** The id of the run that an earlier try of this step began, emptied; null where there is none. */
async function resetEarlierTry(
  tx: Transaction,
  ctx: ProjectContext,
  input: ParsedInput,
): Promise<string | null> {
  const { pipelineRunId, stepKey, experimentId, name } = input;
  const projectId = ctx.project.id;
  if (!pipelineRunId) return null;
  // Two tries of one step may overlap after a lost connection: the lock lets the second find the first one's run.
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT id FROM "PipelineRun" WHERE "projectId" = ${projectId}::uuid AND id = ${pipelineRunId}::uuid
    FOR NO KEY UPDATE`;
  if (locked.length === 0) throw notFound("pipeline run", pipelineRunId);
  if (!stepKey) return null;
  const earlier = await tx.run.findFirst({
    where: { projectId, pipelineRunId, stepKey },
    select: { id: true, versions: { select: { number: true } } },
  });
  if (!earlier) return null;
  if (earlier.versions.length > 0)
    throw new DomainError("run_finished", "A model version was made from this run; it cannot start again.", {
      runId: earlier.id,
    });
  const ofRun = { where: { projectId, runId: earlier.id } };
  await tx.runParam.deleteMany(ofRun);
  await tx.runTag.deleteMany(ofRun);
  await tx.runMetric.deleteMany(ofRun);
  // Batches first: what is folded meanwhile is a chunk then.
  await tx.metricBatch.deleteMany(ofRun);
  await tx.metricChunk.deleteMany(ofRun);
  await tx.runInput.deleteMany(ofRun);
  await tx.artifact.deleteMany(ofRun);
  await tx.$executeRaw`
    UPDATE "Run" SET "experimentId" = ${experimentId}::uuid, name = ${name}, status = 'RUNNING', error = NULL,
      environment = ${JSON.stringify(input.environment)}::jsonb, "startTime" = now(), "endTime" = NULL
    WHERE "projectId" = ${projectId}::uuid AND id = ${earlier.id}`;
  return earlier.id;
}

async function describeRun(tx: Transaction, ctx: ProjectContext, runId: string, input: ParsedInput) {
  const projectId = ctx.project.id;
  await tx.runParam.createMany({
    data: Object.entries(input.params).map(([key, value]) => ({
      projectId,
      runId,
      key,
      value: value === null ? "None" : String(value),
    })),
  });
  await tx.runTag.createMany({
    data: Object.entries(input.tags).map(([key, value]) => ({ projectId, runId, key, value })),
  });
  for (const { datasetVersionId } of input.inputs) {
    const where = { projectId_id: { projectId, id: datasetVersionId } };
    if (!(await tx.datasetVersion.findUnique({ where, select: { id: true } })))
      throw notFound("dataset version", datasetVersionId);
  }
  await tx.runInput.createMany({
    data: input.inputs.map((each) => ({ projectId, runId, ...each })),
    skipDuplicates: true,
  });
}

import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { experimentSelector, type ExperimentSelector, type TrackedExperiment } from "./schema";

const INCLUDE = { tags: { select: { key: true, value: true }, orderBy: { key: "asc" } } } as const;

/** What a client of MLflow is told of an experiment, one in the trash included. @throws DomainError not_found */
export async function getTrackedExperiment({
  ctx,
  input,
}: Call<ProjectContext, ExperimentSelector>): Promise<TrackedExperiment> {
  authorise(ctx, "project:read");
  const selector = parse(experimentSelector, input);
  const projectId = ctx.project.id;
  const row = await ctx.db.prisma.experiment.findUnique({
    where:
      "id" in selector
        ? { projectId_id: { projectId, id: selector.id } }
        : { projectId_name: { projectId, name: selector.name } },
    include: INCLUDE,
  });
  if (!row) throw notFound("experiment", "id" in selector ? selector.id : selector.name);
  return row;
}

/** The experiment, held until the transaction ends. @throws DomainError not_found, in_trash */
export async function lockActiveExperiment(
  tx: Transaction,
  ctx: ProjectContext,
  id: string,
): Promise<{ name: string }> {
  const experiment = await lockExperiment(tx, ctx, id);
  if (experiment.deletedAt) throw inTrash("experiment", experiment.name, id);
  return experiment;
}

/** As `lockActiveExperiment`, in the trash or not. @throws DomainError not_found */
export async function lockExperiment(
  tx: Transaction,
  ctx: ProjectContext,
  id: string,
): Promise<{ name: string; deletedAt: Date | null }> {
  const [experiment] = await tx.$queryRaw<{ name: string; deletedAt: Date | null }[]>`
    SELECT name, "deletedAt" FROM "Experiment"
    WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`;
  if (!experiment) throw notFound("experiment", id);
  return experiment;
}

export function inTrash(noun: "experiment" | "run", name: string, id: string): DomainError {
  return new DomainError("in_trash", `The ${noun} "${name}" is in the trash; restore it first.`, {
    noun,
    id,
  });
}

import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { getExperimentInput, type ExperimentSummary, type GetExperimentInput } from "./schema";
import { summariseExperiments } from "./summarise";

/** @throws DomainError not_found */
export async function getExperiment({
  ctx,
  input,
}: Call<ProjectContext, GetExperimentInput>): Promise<ExperimentSummary> {
  authorise(ctx, "project:read");
  const { name } = parse(getExperimentInput, input);
  const projectId = ctx.project.id;
  const experiment = await ctx.db.prisma.experiment.findUnique({
    where: { projectId_name: { projectId, name }, deletedAt: null },
  });
  if (!experiment) throw notFound("experiment", name);
  const [summary] = await summariseExperiments(ctx.db.prisma, projectId, [experiment]);
  return summary;
}

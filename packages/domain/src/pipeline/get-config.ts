import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findPipeline } from "./find";
import { configSummary } from "./get";
import { pipelineConfigInput, type PipelineConfigInput, type PipelineConfigText } from "./schema";

/** One config of a pipeline by its number, with its text. @throws DomainError not_found */
export async function getPipelineConfig({
  ctx,
  input,
}: Call<ProjectContext, PipelineConfigInput>): Promise<PipelineConfigText> {
  authorise(ctx, "project:read");
  const { pipeline: name, number } = parse(pipelineConfigInput, input);
  const pipeline = await findPipeline(ctx, name);
  const config = await ctx.db.prisma.pipelineConfig.findFirst({
    where: { projectId: ctx.project.id, pipelineId: pipeline.id, number },
  });
  if (!config) throw notFound("pipeline config", `${name} ${number}`);
  return { ...configSummary(config), yaml: config.yaml };
}

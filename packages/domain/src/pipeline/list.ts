import type { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { authorise } from "../permissions";
import { RUN_SUMMARY, runSummary } from "./run-view";
import { parsedConfig, type PipelineSummary } from "./schema";

export const PIPELINE_SUMMARY = {
  dataset: { select: { id: true, name: true } },
  configs: { orderBy: { number: "desc" } },
  runs: { orderBy: { number: "desc" }, take: 1, include: RUN_SUMMARY },
} as const satisfies Prisma.PipelineInclude;

type PipelineWithSummary = Prisma.PipelineGetPayload<{ include: typeof PIPELINE_SUMMARY }>;

/** Every pipeline of the project by name, with its latest run. */
export async function listPipelines({
  ctx,
}: Pick<Call<ProjectContext, never>, "ctx">): Promise<PipelineSummary[]> {
  authorise(ctx, "project:read");
  const pipelines = await ctx.db.prisma.pipeline.findMany({
    where: { projectId: ctx.project.id },
    orderBy: { name: "asc" },
    include: { ...PIPELINE_SUMMARY, configs: { ...PIPELINE_SUMMARY.configs, take: 1 } },
  });
  return pipelines.map(pipelineSummary);
}

export function pipelineSummary(pipeline: PipelineWithSummary): PipelineSummary {
  const [config] = pipeline.configs;
  const [latest] = pipeline.runs;
  return {
    id: pipeline.id,
    name: pipeline.name,
    dataset: pipeline.dataset,
    createdAt: pipeline.createdAt,
    configNumber: config.number,
    target: parsedConfig.parse(config.parsed).target,
    latestRun: latest ? runSummary(latest) : null,
  };
}

import type { PipelineConfig } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { PIPELINE_SUMMARY, pipelineSummary } from "./list";
import { nameOf } from "./run-view";
import {
  parsedConfig,
  pipelineInput,
  type PipelineConfigSummary,
  type PipelineDetail,
  type PipelineInput,
} from "./schema";

/** One pipeline with its latest config in full and all configs by number. @throws DomainError not_found */
export async function getPipeline({
  ctx,
  input,
}: Call<ProjectContext, PipelineInput>): Promise<PipelineDetail> {
  authorise(ctx, "project:read");
  const { pipeline: name } = parse(pipelineInput, input);
  const pipeline = await ctx.db.prisma.pipeline.findUnique({
    where: { projectId_name: { projectId: ctx.project.id, name } },
    include: PIPELINE_SUMMARY,
  });
  if (!pipeline) throw notFound("pipeline", name);
  const [latest] = pipeline.configs;
  return {
    ...pipelineSummary(pipeline),
    config: { ...configSummary(latest), yaml: latest.yaml, parsed: parsedConfig.parse(latest.parsed) },
    configs: pipeline.configs.map(configSummary),
  };
}

export function configSummary(config: PipelineConfig): PipelineConfigSummary {
  return {
    number: config.number,
    hash: config.hash,
    createdBy: nameOf(config.createdBy),
    createdAt: config.createdAt,
  };
}

import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { SEARCH_PREFIX } from "../run/search-keys";
import { findPipeline } from "./find";
import { RUN_SUMMARY, runSummary, stepView } from "./run-view";
import { trialRuns } from "./trial-runs";
import {
  parsedConfig,
  pipelineRunInput,
  type CandidateRun,
  type PipelineRunDetail,
  type PipelineRunInput,
  type StepRunView,
} from "./schema";

/** One pipeline run with its steps, its config and the tracked runs of its candidates. @throws DomainError not_found */
export async function getPipelineRun({
  ctx,
  input,
}: Call<ProjectContext, PipelineRunInput>): Promise<PipelineRunDetail> {
  authorise(ctx, "project:read");
  const { pipeline: name, number } = parse(pipelineRunInput, input);
  const { id, dataset: _, ...pipeline } = await findPipeline(ctx, name);
  const run = await ctx.db.prisma.pipelineRun.findUnique({
    where: { projectId_pipelineId_number: { projectId: ctx.project.id, pipelineId: id, number } },
    include: { ...RUN_SUMMARY, config: true },
  });
  if (!run) throw notFound("pipeline run", `${name} ${number}`);
  const steps = run.steps.map(stepView);
  const { config } = run;
  return {
    ...runSummary(run),
    pipeline: { id, name: pipeline.name },
    config: {
      number: config.number,
      hash: config.hash,
      yaml: config.yaml,
      parsed: parsedConfig.parse(config.parsed),
    },
    steps,
    candidates: await candidateRuns(ctx, run.id, steps),
    trials: await trialRuns(ctx, run.id, steps),
  };
}

/** The runs this execution made, and those its cached steps name instead. */
async function candidateRuns(
  ctx: ProjectContext,
  pipelineRunId: string,
  steps: readonly StepRunView[],
): Promise<CandidateRun[]> {
  const named = steps.flatMap(({ outputs }) => {
    const runId = outputs?.facts.runId;
    return typeof runId === "string" ? [runId] : [];
  });
  const runs = await ctx.db.prisma.run.findMany({
    where: {
      projectId: ctx.project.id,
      OR: [{ pipelineRunId }, { id: { in: named } }],
      // A search and its trials stand apart.
      NOT: { stepKey: { startsWith: SEARCH_PREFIX } },
    },
    orderBy: [{ startTime: "asc" }, { id: "asc" }],
    include: {
      experiment: { select: { name: true } },
      metrics: { select: { key: true, value: true } },
      versions: { select: { number: true, stage: true, model: { select: { name: true } } } },
    },
  });
  return runs.map((run) => ({
    id: run.id,
    name: run.name,
    status: run.status,
    experiment: run.experiment.name,
    metrics: Object.fromEntries(run.metrics.map(({ key, value }) => [key, value])),
    versions: run.versions.map(({ number, stage, model }) => ({ model: model.name, number, stage })),
  }));
}

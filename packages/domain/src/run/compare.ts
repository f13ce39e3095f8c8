import type { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { findBestRuns } from "../experiment/best";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { readComparedInputs } from "./compare-inputs";
import { readMetricColumns, readTextColumns } from "./compare-read";
import {
  compareRunsInput,
  type CompareRunsInput,
  type ComparedInput,
  type ComparedRun,
  type RunComparison,
} from "./compare-schema";
import { resolveRuns } from "./resolve";
import type { ActorRecord } from "./schema";

const SELECT = {
  id: true,
  name: true,
  status: true,
  startTime: true,
  endTime: true,
  createdBy: true,
  experiment: { select: { id: true, name: true, primaryMetric: true, metricDirection: true } },
  pipelineRun: {
    select: {
      number: true,
      pipeline: { select: { name: true } },
      config: { select: { number: true, hash: true } },
    },
  },
  versions: {
    select: { id: true, number: true, stage: true, model: { select: { name: true } } },
    orderBy: { number: "asc" },
  },
} as const satisfies Prisma.RunSelect;

type LoadedRun = Prisma.RunGetPayload<{ select: typeof SELECT }>;

/**
 * Runs beside each other, key by key. Of what was asked for and is not there the rest is compared.
 * @throws DomainError not_found where fewer than two runs are there
 */
export async function compareRuns({
  ctx,
  input,
}: Call<ProjectContext, CompareRunsInput>): Promise<RunComparison> {
  authorise(ctx, "project:read");
  const { runIds: refs } = parse(compareRunsInput, input);
  const { prisma } = ctx.db;
  const { id: projectId } = ctx.project;
  const { runIds, missing } = await resolveRuns(prisma, projectId, refs);
  if (runIds.length < 2) throw notFound("run", missing[0] ?? refs[0]);
  const [loaded, inputs, texts, metrics] = await Promise.all([
    prisma.run.findMany({ where: { projectId, id: { in: runIds } }, select: SELECT }),
    readComparedInputs(prisma, projectId, runIds),
    readTextColumns(prisma, projectId, runIds),
    readMetricColumns(prisma, projectId, runIds),
  ]);
  const byId = new Map(loaded.map((run) => [run.id, run]));
  const ordered = runIds.flatMap((id) => byId.get(id) ?? []);
  const experiments = [...new Map(ordered.map(({ experiment }) => [experiment.id, experiment])).values()];
  const best = await findBestRuns(
    prisma,
    projectId,
    experiments.map(({ id }) => id),
  );
  return {
    runs: ordered.map((run) => ({
      ...comparedRun(run, inputs.get(run.id) ?? []),
      experiment: experiments.findIndex(({ id }) => id === run.experiment.id),
      isBest: best.get(run.experiment.id)?.runId === run.id,
    })),
    experiments,
    ...texts,
    metrics,
    missing,
  };
}

function comparedRun(run: LoadedRun, inputs: ComparedInput[]): Omit<ComparedRun, "experiment" | "isBest"> {
  const { id, name, status, startTime, endTime, pipelineRun } = run;
  return {
    id,
    name,
    status,
    startTime,
    durationMs: endTime && endTime.getTime() - startTime.getTime(),
    createdBy: (run.createdBy as unknown as ActorRecord).name,
    pipelineRun: pipelineRun && {
      pipeline: pipelineRun.pipeline.name,
      number: pipelineRun.number,
      config: pipelineRun.config.number,
      configHash: pipelineRun.config.hash,
    },
    versions: run.versions.map(({ model, ...version }) => ({ ...version, model: model.name })),
    inputs,
  };
}

import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { nameOf } from "../pipeline/run-view";
import { runError } from "../pipeline/schema";
import type { RunRef } from "./lineage-schema";
import { runIdInput, type RunIdInput } from "./log-schema";
import { readReproducible, reproductionObstacle } from "./reproducible";
import type { Reproduction, Reproductions } from "./reproduction-schema";
import { judgeReproduction } from "./reproduction-verdict";

/** Names the run that a run reproduces. */
export const REPRODUCES_TAG = "pipepilot.reproduces";

const MOST = 10;

/**
 * What this run reproduces, and what came of reproducing it: for each, whether the metrics are bit-identical.
 * @throws DomainError not_found
 */
export async function getReproductions({
  ctx,
  input,
}: Call<ProjectContext, RunIdInput>): Promise<Reproductions> {
  authorise(ctx, "project:read");
  const { runId } = parse(runIdInput, input);
  const run = await readReproducible(ctx, runId);
  if (!run) throw notFound("run", runId);
  return {
    original: await readOriginal(ctx, runId, run.status === "FINISHED"),
    reproductions: run.pipelineRun ? await readReproductions(ctx, runId, run.pipelineRun.pipelineId) : [],
    obstacle: reproductionObstacle(run),
  };
}

const REF = { id: true, name: true, experiment: { select: { name: true } } } as const;
const refOf = ({
  experiment,
  ...run
}: {
  id: string;
  name: string;
  experiment: { name: string };
}): RunRef => ({
  id: run.id,
  name: run.name,
  experiment: experiment.name,
});

async function readOriginal(ctx: ProjectContext, runId: string, isFinished: boolean) {
  const { prisma } = ctx.db;
  const projectId = ctx.project.id;
  const tag = await prisma.runTag.findUnique({
    where: { projectId_runId_key: { projectId, runId, key: REPRODUCES_TAG } },
    select: { value: true },
  });
  const original =
    tag &&
    (await prisma.run.findUnique({ where: { projectId_id: { projectId, id: tag.value } }, select: REF }));
  if (!original) return null;
  return {
    run: refOf(original),
    verdict: isFinished ? await judgeReproduction(ctx, original.id, runId) : null,
  };
}

async function readReproductions(
  ctx: ProjectContext,
  runId: string,
  pipelineId: string,
): Promise<Reproduction[]> {
  const rows = await ctx.db.prisma.pipelineRun.findMany({
    where: {
      projectId: ctx.project.id,
      pipelineId,
      AND: [
        { cause: { path: ["kind"], equals: "reproduction" } },
        { cause: { path: ["runId"], equals: runId } },
      ],
    },
    orderBy: { number: "desc" },
    take: MOST,
    include: {
      pipeline: { select: { name: true } },
      runs: { where: { stepKey: { startsWith: "train:" } }, select: { ...REF, status: true } },
    },
  });
  return Promise.all(
    rows.map(async ({ id, pipeline, number, status, error, createdBy, createdAt, runs }) => {
      const run = runs.at(0);
      return {
        pipelineRunId: id,
        pipeline: pipeline.name,
        number,
        status,
        error: error === null ? null : runError.parse(error),
        createdBy: nameOf(createdBy),
        createdAt,
        run: run ? refOf(run) : null,
        verdict: run?.status === "FINISHED" ? await judgeReproduction(ctx, runId, run.id) : null,
      };
    }),
  );
}

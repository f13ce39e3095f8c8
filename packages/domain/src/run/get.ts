import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { readLatestMetrics } from "./read-metrics";
import { getRunInput, type GetRunInput, type RunDetail } from "./schema";
import { readRunInputs, summariseRuns } from "./summarise";

/** @throws DomainError not_found */
export async function getRun({ ctx, input }: Call<ProjectContext, GetRunInput>): Promise<RunDetail> {
  authorise(ctx, "project:read");
  const { runId } = parse(getRunInput, input);
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  const [[summary], own, metrics, inputs] = await Promise.all([
    summariseRuns(db, projectId, [runId]),
    db.run.findUnique({
      where: { projectId_id: { projectId, id: runId } },
      select: { stepKey: true, environment: true, error: true, artifacts: { orderBy: { path: "asc" } } },
    }),
    readLatestMetrics(db, projectId, [runId]),
    readRunInputs(db, projectId, [runId]),
  ]);
  if (!summary || !own) throw notFound("run", runId);
  return {
    ...summary,
    stepKey: own.stepKey,
    environment: own.environment as RunDetail["environment"],
    error: own.error as RunDetail["error"],
    latestMetrics: metrics.get(runId) ?? [],
    inputs: inputs.get(runId) ?? [],
    artifacts: own.artifacts.map(({ path, blobHash, size, createdAt }) => ({
      path,
      hash: blobHash,
      size: Number(size),
      createdAt,
    })),
  };
}

import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { EVALUATION_FILES, getRunInput, type GetRunInput, type RunDetail } from "./schema";
import { NOTE_TAG } from "./keys";
import { readRunInputs, summariseRuns } from "./summarise";

/** One run, one in the trash too. @throws DomainError not_found */
export async function getRun({ ctx, input }: Call<ProjectContext, GetRunInput>): Promise<RunDetail> {
  authorise(ctx, "project:read");
  const { runId } = parse(getRunInput, input);
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  const [[summary], own, inputs] = await Promise.all([
    summariseRuns(db, projectId, [runId]),
    db.run.findUnique({
      where: { projectId_id: { projectId, id: runId } },
      select: {
        stepKey: true,
        environment: true,
        error: true,
        deletedAt: true,
        notes: { orderBy: { number: "desc" }, take: 1, select: { number: true } },
        artifacts: { where: { path: { in: [...EVALUATION_FILES] } }, select: { path: true } },
      },
    }),
    readRunInputs(db, projectId, [runId]),
  ]);
  if (!summary || !own) throw notFound("run", runId);
  const { metrics, tags, ...rest } = summary;
  const { [NOTE_TAG]: text = "", ...others } = tags;
  const { primaryMetric } = summary.experiment;
  return {
    ...rest,
    tags: others,
    note: { text, number: own.notes.at(0)?.number ?? 0 },
    deletedAt: own.deletedAt,
    stepKey: own.stepKey,
    environment: own.environment as RunDetail["environment"],
    error: own.error as RunDetail["error"],
    primaryValue: primaryMetric === null ? null : (metrics[primaryMetric] ?? null),
    metricCount: Object.keys(metrics).length,
    inputs: inputs.get(runId) ?? [],
    reports: own.artifacts.map(({ path }) => path),
  };
}

import type { Prisma, Transaction } from "@pipepilot/db";
import { findBestRuns } from "../experiment/best";
import { USER_TAG } from "./keys";
import { metricValues, readLatestMetrics } from "./read-metrics";
import type { ActorRecord, RunInputRef, RunSummary } from "./schema";
import type { ShownKeys } from "./table-schema";

const INCLUDE = {
  experiment: { select: { id: true, name: true, primaryMetric: true, metricDirection: true } },
  pipelineRun: { select: { id: true, number: true, pipeline: { select: { name: true } } } },
  params: { orderBy: { key: "asc" } },
  tags: { orderBy: { key: "asc" } },
  versions: {
    select: { id: true, number: true, stage: true, model: { select: { name: true } } },
    orderBy: { number: "asc" },
  },
} as const satisfies Prisma.RunInclude;

type LoadedRun = Prisma.RunGetPayload<{ include: typeof INCLUDE }>;

/**
 * What lists, pages and comparisons show of these runs, in the order asked for; unknown ids are absent. With `keys` only these
 * keys' values are read: a run may have thousands.
 */
export async function summariseRuns(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
  keys?: ShownKeys,
): Promise<RunSummary[]> {
  const [runs, metrics] = await Promise.all([
    db.run.findMany({
      where: { projectId, id: { in: [...runIds] } },
      include: {
        ...INCLUDE,
        params: { ...INCLUDE.params, where: keys && { key: { in: keys.params } } },
        tags: { ...INCLUDE.tags, where: keys && { key: { in: [...keys.tags, USER_TAG] } } },
      },
    }),
    readLatestMetrics(db, projectId, runIds, keys?.metrics),
  ]);
  const experimentIds = [...new Set(runs.map((run) => run.experimentId))];
  const best = await findBestRuns(db, projectId, experimentIds);
  const byId = new Map(runs.map((run) => [run.id, run]));
  return runIds.flatMap((id) => {
    const run = byId.get(id);
    if (!run) return [];
    const isBest = best.get(run.experimentId)?.runId === id;
    return [{ ...summary(run, keys?.tags), metrics: metricValues(metrics.get(id)), isBest }];
  });
}

function summary(run: LoadedRun, shown?: readonly string[]): Omit<RunSummary, "metrics" | "isBest"> {
  const { id, name, status, startTime, endTime, experiment, pipelineRun } = run;
  const createdBy = run.createdBy as unknown as ActorRecord;
  const tags = new Map(run.tags.map(({ key, value }) => [key, value]));
  return {
    id,
    experiment,
    name,
    status,
    startTime,
    endTime,
    durationMs: endTime && endTime.getTime() - startTime.getTime(),
    createdBy,
    user: tags.get(USER_TAG) ?? createdBy.name,
    pipelineRun: pipelineRun && {
      id: pipelineRun.id,
      pipeline: pipelineRun.pipeline.name,
      number: pipelineRun.number,
    },
    params: Object.fromEntries(run.params.map(({ key, value }) => [key, value])),
    tags: Object.fromEntries([...tags].filter(([key]) => shown?.includes(key) ?? true)),
    versions: run.versions.map(({ model, ...version }) => ({ ...version, model: model.name })),
  };
}

/** The dataset versions each run read, by run id. */
export async function readRunInputs(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
): Promise<Map<string, RunInputRef[]>> {
  const inputs = await db.runInput.findMany({
    where: { projectId, runId: { in: [...runIds] } },
    include: {
      datasetVersion: { select: { number: true, rowCount: true, dataset: { select: { name: true } } } },
    },
    orderBy: [{ context: "desc" }, { datasetVersionId: "asc" }],
  });
  const byRun = new Map<string, RunInputRef[]>(runIds.map((id) => [id, []]));
  for (const { runId, datasetVersionId, context, datasetVersion } of inputs)
    byRun.get(runId)?.push({
      datasetVersionId,
      dataset: datasetVersion.dataset.name,
      number: datasetVersion.number,
      rowCount: datasetVersion.rowCount,
      context,
    });
  return byRun;
}

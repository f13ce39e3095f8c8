import type { Prisma, Transaction } from "@pipepilot/db";
import { stepOf } from "../run/step";
import type { LoggedModelMetric, TrackedLoggedModel } from "./schema";

const INCLUDE = {
  experiment: { select: { artifactLocation: true } },
  params: { select: { key: true, value: true }, orderBy: { key: "asc" } },
  tags: { select: { key: true, value: true }, orderBy: { key: "asc" } },
} as const satisfies Prisma.LoggedModelInclude;

/** These models in the order asked for; unknown ids are absent. */
export async function readLoggedModels(
  db: Transaction,
  projectId: string,
  ids: readonly string[],
): Promise<TrackedLoggedModel[]> {
  const [models, metrics] = await Promise.all([
    db.loggedModel.findMany({ where: { projectId, id: { in: [...ids] } }, include: INCLUDE }),
    readMetrics(db, projectId, ids),
  ]);
  const byId = new Map(models.map((model) => [model.id, model]));
  return ids.flatMap((id) => {
    const model = byId.get(id);
    if (!model) return [];
    const { experiment, projectId: _projectId, createdBy: _createdBy, ...own } = model;
    return [{ ...own, artifactLocation: experiment.artifactLocation, metrics: metrics.get(id) ?? [] }];
  });
}

interface Row {
  modelId: string;
  runId: string;
  key: string;
  value: string;
  step: bigint;
  timestamp: Date;
  datasetName: string;
  datasetDigest: string;
}

/** Values travel as text, which keeps NaN and infinities. */
async function readMetrics(db: Transaction, projectId: string, ids: readonly string[]) {
  const byModel = new Map<string, LoggedModelMetric[]>();
  if (ids.length === 0) return byModel;
  const rows = await db.$queryRaw<Row[]>`
    SELECT "modelId", "runId", key, value::text AS value, step, timestamp, "datasetName", "datasetDigest"
    FROM "LoggedModelMetric" WHERE "projectId" = ${projectId}::uuid AND "modelId" = ANY(${[...ids]}::text[])
    ORDER BY "modelId", key, timestamp, step, "runId", "datasetName", "datasetDigest"`;
  for (const { modelId, value, step, datasetName: name, datasetDigest: digest, ...row } of rows) {
    const metrics = byModel.get(modelId) ?? [];
    if (metrics.length === 0) byModel.set(modelId, metrics);
    const dataset = name === "" ? null : { name, digest };
    metrics.push({ ...row, value: Number(value), step: stepOf(step), dataset });
  }
  return byModel;
}

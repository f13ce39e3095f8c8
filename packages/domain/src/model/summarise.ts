import type { Prisma, Transaction } from "@pipepilot/db";
import { metricValues, readLatestMetrics } from "../run/read-metrics";
import type { ActorRecord } from "../run/schema";
import { readServingStates } from "../serving/states";
import type { ModelVersionSummary, StageTransitionRecord } from "./schema";

export const VERSION_INCLUDE = {
  model: { select: { name: true } },
  run: { select: { id: true, name: true, experiment: { select: { name: true } } } },
  datasetVersion: { select: { id: true, number: true, dataset: { select: { name: true } } } },
  aliases: { select: { alias: true }, orderBy: { alias: "asc" } },
  tags: { select: { key: true, value: true }, orderBy: { key: "asc" } },
} as const satisfies Prisma.ModelVersionInclude;

type LoadedVersion = Prisma.ModelVersionGetPayload<{ include: typeof VERSION_INCLUDE }>;

/** Adds to each version its run's metrics and what live processes say of it. */
export async function summariseVersions(
  db: Transaction,
  projectId: string,
  versions: readonly LoadedVersion[],
): Promise<ModelVersionSummary[]> {
  const runIds = versions.flatMap(({ runId }) => (runId === null ? [] : [runId]));
  const versionIds = versions.map(({ id }) => id);
  const [metrics, serving] = await Promise.all([
    readLatestMetrics(db, projectId, runIds),
    readServingStates(db, projectId, versionIds),
  ]);
  return versions.map((version) => ({
    ...facts(version),
    metrics: metricValues(version.runId === null ? [] : metrics.get(version.runId)),
    serving: serving.get(version.id) ?? null,
  }));
}

function facts(version: LoadedVersion): Omit<ModelVersionSummary, "metrics" | "serving"> {
  const { id, number, stage, description, task, family, bundleHash, source, tags, run, datasetVersion } =
    version;
  return {
    id,
    model: version.model.name,
    number,
    stage,
    description,
    task,
    family,
    bundleHash,
    sizeBytes: Number(version.sizeBytes),
    source,
    tags,
    createdAt: version.createdAt,
    updatedAt: version.updatedAt,
    createdBy: version.createdBy as unknown as ActorRecord,
    run: run && { id: run.id, name: run.name, experiment: run.experiment.name },
    dataset: datasetVersion && {
      name: datasetVersion.dataset.name,
      number: datasetVersion.number,
      datasetVersionId: datasetVersion.id,
    },
    aliases: version.aliases.map(({ alias }) => alias),
  };
}

const HISTORY_LENGTH = 100;

/** The newest stage changes that `where` names, newest first; those of deleted versions among them. */
export async function readHistory(
  db: Transaction,
  where: Prisma.StageTransitionWhereInput,
): Promise<StageTransitionRecord[]> {
  const rows = await db.stageTransition.findMany({
    where,
    // Ids are UUIDv7: changes of one transaction share their time, not their order.
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: HISTORY_LENGTH,
    select: {
      id: true,
      from: true,
      to: true,
      reason: true,
      actor: true,
      at: true,
      number: true,
    },
  });
  return rows.map(({ actor, ...row }) => ({
    ...row,
    actor: actor as unknown as ActorRecord,
  }));
}

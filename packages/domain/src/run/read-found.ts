import type { Transaction } from "@pipepilot/db";
import { CONTEXT_TAG, OWN_SOURCE_TYPE, ownDigest, type DatasetInput } from "./dataset-input";
import { readLatestMetrics } from "./read-metrics";
import type { FoundRun, KeyedText } from "./search-schema";

/** Everything MLflow answers of these runs, in the order asked for; unknown ids are absent. */
export async function readFoundRuns(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
): Promise<FoundRun[]> {
  if (runIds.length === 0) return [];
  const [runs, metrics, params, tags, described, own] = await Promise.all([
    readRuns(db, projectId, runIds),
    readLatestMetrics(db, projectId, runIds),
    readTexts(
      db.$queryRaw`SELECT "runId", array_agg(key ORDER BY key) AS keys, array_agg(value ORDER BY key) AS texts FROM "RunParam"
        WHERE "projectId" = ${projectId}::uuid AND "runId" = ANY(${runIds}::text[]) GROUP BY "runId"`,
    ),
    readTexts(
      db.$queryRaw`SELECT "runId", array_agg(key ORDER BY key) AS keys, array_agg(value ORDER BY key) AS texts FROM "RunTag"
        WHERE "projectId" = ${projectId}::uuid AND "runId" = ANY(${runIds}::text[]) GROUP BY "runId"`,
    ),
    readDescribedInputs(db, projectId, runIds),
    readOwnInputs(db, projectId, runIds),
  ]);
  const byId = new Map(runs.map((run) => [run.id, run]));
  return runIds.flatMap((id) => {
    const run = byId.get(id);
    if (!run) return [];
    return [
      {
        ...run,
        metrics: metrics.get(id) ?? [],
        params: params.get(id) ?? [],
        tags: tags.get(id) ?? [],
        inputs: [...(described.get(id) ?? []), ...(own.get(id) ?? [])],
      },
    ];
  });
}

type RunRow = Omit<FoundRun, "metrics" | "params" | "tags" | "inputs">;

function readRuns(db: Transaction, projectId: string, runIds: readonly string[]): Promise<RunRow[]> {
  return db.$queryRaw<RunRow[]>`
    SELECT id, name, status::text AS status, "experimentId", "startTime", "endTime", "deletedAt", "createdBy"
    FROM "Run" WHERE "projectId" = ${projectId}::uuid AND id = ANY(${runIds}::text[])`;
}

async function readTexts(query: PromiseLike<unknown>): Promise<Map<string, KeyedText[]>> {
  const rows = (await query) as { runId: string; keys: string[]; texts: string[] }[];
  return new Map(
    rows.map(({ runId, keys, texts }) => [runId, keys.map((key, index) => ({ key, value: texts[index] }))]),
  );
}

interface InputRow extends KeyedDataset {
  runId: string;
  tags: KeyedText[];
}
type KeyedDataset = DatasetInput["dataset"];

async function readDescribedInputs(db: Transaction, projectId: string, runIds: readonly string[]) {
  const rows = await db.$queryRaw<InputRow[]>`
    SELECT d."runId", t.name, t.digest, t."sourceType", t.source, t.schema, t.profile, d.tags
    FROM "RunDataset" d JOIN "TrackedDataset" t ON t."projectId" = d."projectId" AND t.id = d."datasetId"
    WHERE d."projectId" = ${projectId}::uuid AND d."runId" = ANY(${runIds}::text[])
    ORDER BY d."runId", d."datasetId"`;
  return grouped(rows);
}

async function readOwnInputs(db: Transaction, projectId: string, runIds: readonly string[]) {
  const rows = await db.$queryRaw<
    { runId: string; name: string; digest: string; number: number; rowCount: number; context: string }[]
  >`
    SELECT i."runId", s.name, ${ownDigest} AS digest, v.number, v."rowCount", i.context
    FROM "RunInput" i
    JOIN "DatasetVersion" v ON v."projectId" = i."projectId" AND v.id = i."datasetVersionId"
    JOIN "Dataset" s ON s."projectId" = v."projectId" AND s.id = v."datasetId"
    WHERE i."projectId" = ${projectId}::uuid AND i."runId" = ANY(${runIds}::text[])
    ORDER BY i."runId", i.context DESC, i."datasetVersionId"`;
  return grouped(
    rows.map(({ runId, name, digest, number, rowCount, context }) => ({
      runId,
      name,
      digest,
      sourceType: OWN_SOURCE_TYPE,
      source: JSON.stringify({ dataset: name, version: number }),
      schema: null,
      profile: JSON.stringify({ num_rows: rowCount }),
      tags: [{ key: CONTEXT_TAG, value: context }],
    })),
  );
}

function grouped(rows: readonly InputRow[]): Map<string, DatasetInput[]> {
  const byRun = new Map<string, DatasetInput[]>();
  for (const { runId, tags, ...dataset } of rows) {
    const inputs = byRun.get(runId) ?? [];
    if (inputs.length === 0) byRun.set(runId, inputs);
    inputs.push({ dataset, tags });
  }
  return byRun;
}

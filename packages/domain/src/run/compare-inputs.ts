import type { Transaction } from "@pipepilot/db";
import type { ComparedInput } from "./compare-schema";
import { CONTEXT_TAG, ownDigest } from "./dataset-input";

/** What each run read, by run id: our dataset versions, then datasets that clients described. */
export async function readComparedInputs(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
): Promise<Map<string, ComparedInput[]>> {
  const rows = await db.$queryRaw<(ComparedInput & { runId: string })[]>`
    SELECT i."runId", i.context, d.name AS dataset, v.number, ${ownDigest} AS digest
    FROM "RunInput" i
    JOIN "DatasetVersion" v ON v."projectId" = i."projectId" AND v.id = i."datasetVersionId"
    JOIN "Dataset" d ON d."projectId" = v."projectId" AND d.id = v."datasetId"
    WHERE i."projectId" = ${projectId}::uuid AND i."runId" = ANY(${runIds}::text[])
    UNION ALL
    SELECT r."runId", coalesce((
        SELECT tag->>'value' FROM jsonb_array_elements(r.tags) AS tag WHERE tag->>'key' = ${CONTEXT_TAG} LIMIT 1
      ), ''), t.name, NULL, t.digest
    FROM "RunDataset" r JOIN "TrackedDataset" t ON t."projectId" = r."projectId" AND t.id = r."datasetId"
    WHERE r."projectId" = ${projectId}::uuid AND r."runId" = ANY(${runIds}::text[])
    ORDER BY 2 DESC, 3, 4 NULLS LAST, 5`;
  const byRun = new Map<string, ComparedInput[]>();
  for (const { runId, ...input } of rows) byRun.set(runId, [...(byRun.get(runId) ?? []), input]);
  return byRun;
}

import type { Services } from "../context";
import type { PredictionRow } from "./schema";

/**
 * Appends answered requests in one statement and answers how many were written. A row whose model version is gone
 * is left out, and so is one that was written before. For our own processes only, which is why it takes services and no actor.
 */
export async function recordPredictions({
  services,
  rows,
}: {
  services: Pick<Services, "db">;
  rows: readonly PredictionRow[];
}): Promise<number> {
  if (rows.length === 0) return 0;
  return services.db.prisma.$executeRaw`
    WITH answered AS (
      SELECT * FROM unnest(${rows.map((row) => row.projectId)}::uuid[], ${rows.map((row) => row.id)}::uuid[],
        ${rows.map((row) => row.modelVersionId)}::uuid[], ${rows.map((row) => row.apiKeyId)}::uuid[],
        ${rows.map((row) => row.at.toISOString())}::timestamptz[], ${rows.map((row) => row.latencyMs)}::float8[],
        ${rows.map((row) => row.rowCount)}::int[], ${rows.map((row) => storableJson(row.inputs))}::jsonb[],
        ${rows.map((row) => storableJson(row.outputs) ?? "null")}::jsonb[])
        AS each("projectId", id, "modelVersionId", "apiKeyId", at, "latencyMs", "rowCount", inputs, outputs)
    ), held AS (
      SELECT "projectId", id FROM "ModelVersion"
      WHERE ("projectId", id) IN (SELECT "projectId", "modelVersionId" FROM answered) FOR KEY SHARE
    )
    INSERT INTO "Prediction" ("projectId", id, "modelVersionId", "apiKeyId", at, "latencyMs", "rowCount", inputs, outputs)
    SELECT answered.* FROM answered
    JOIN held ON held."projectId" = answered."projectId" AND held.id = answered."modelVersionId"
    ON CONFLICT DO NOTHING`;
}

/**
 * JSON that PostgreSQL keeps: NUL characters and halves of surrogate pairs, which it refuses, become U+FFFD, so that one
 * odd request does not lose the whole batch. Null and undefined are no JSON at all.
 */
function storableJson(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  // JSON.stringify escapes surrogates only when they are alone; a doubled backslash is consumed so that what follows it is text.
  return JSON.stringify(value).replace(
    /(\\\\)|\\u0000|\\ud[89a-f][0-9a-f]{2}/g,
    (_, backslash?: string) => backslash ?? "\ufffd",
  );
}

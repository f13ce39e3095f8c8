import { Prisma, type Transaction } from "@pipepilot/db";

/** So many are read beside a metric's own chunks as fast as chunks are. */
const MOST_BATCHES = 64;

/** Whether it is time, as a column; after a part `run`, in the statement that adds one. */
export const isToBeFolded = Prisma.sql`(
  SELECT count(*) >= ${MOST_BATCHES - 1} FROM run JOIN "MetricBatch" b ON b."projectId" = run."projectId" AND b."runId" = run.id
)`;

/**
 * What calls logged of many metrics becomes each metric's own chunk, so that one is read without the others. Batches that
 * somebody else is folding are waited for, and then gone.
 */
export async function foldMetrics(db: Transaction, projectId: string, runId: string): Promise<void> {
  await db.$executeRaw`/* prepared */
    WITH folded AS (
      DELETE FROM "MetricBatch" WHERE "projectId" = ${projectId}::uuid AND "runId" = ${runId} RETURNING *
    )
    INSERT INTO "MetricChunk" ("projectId", "runId", key, values, steps, timestamps)
    SELECT "projectId", "runId", key, array_agg(value ORDER BY step, time, value), array_agg(step ORDER BY step, time, value),
      array_agg(time ORDER BY step, time, value)
    FROM folded, unnest(keys, values, steps, timestamps) AS point(key, value, step, time) GROUP BY "projectId", "runId", key`;
}

/** The same for a caller whose own work is done: what could not be folded is read as it is, and the next call tries again. */
export async function tryToFoldMetrics(db: Transaction, projectId: string, runId: string): Promise<void> {
  await foldMetrics(db, projectId, runId).catch(() => undefined);
}

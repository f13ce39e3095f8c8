import { Prisma, type Transaction } from "@pipepilot/db";
import { foldedBatches } from "./metric-rows";

/** So many are read beside a metric's own chunks as fast as chunks are. */
const MOST_BATCHES = 64;

/** Whether it is time, as a column; after a part `run`, in the statement that adds one. */
export const isToBeFolded = Prisma.sql`(
  SELECT count(*) >= ${MOST_BATCHES - 1} FROM run JOIN "MetricBatch" b ON b."projectId" = run."projectId" AND b."runId" = run.id
)`;

/** Gives each metric of the run what batches still hold of it. */
export async function foldMetrics(db: Transaction, projectId: string, runId: string): Promise<void> {
  await db.$executeRaw`/* prepared */
    WITH run AS (SELECT ${projectId}::uuid AS "projectId", ${runId} AS id), ${foldedBatches} SELECT`;
}

/** What the caller was asked to do is done: batches that could not be folded are read as they are, and the next call tries again. */
export const notYet = () => undefined;

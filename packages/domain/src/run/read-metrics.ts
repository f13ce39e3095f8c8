import { Prisma, type Transaction } from "@pipepilot/db";
import { stepOf, type Step } from "./step";

export interface LatestMetric {
  key: string;
  value: number;
  step: Step;
  timestamp: Date;
}

interface Row extends Omit<LatestMetric, "value" | "step"> {
  runId: string;
  value: string;
  step: bigint;
}

/** The latest value of every metric, or of these, by run id, ordered by key. Values travel as text, which keeps NaN and infinities. */
export async function readLatestMetrics(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
  keys?: readonly string[],
): Promise<Map<string, LatestMetric[]>> {
  if (runIds.length === 0) return new Map();
  const rows = await db.$queryRaw<Row[]>`
    SELECT "runId", key, value::text AS value, step, timestamp FROM "RunMetric"
    WHERE "projectId" = ${projectId}::uuid AND "runId" = ANY(${runIds}::text[])
      AND ${keys ? Prisma.sql`key = ANY(${[...keys]}::text[])` : Prisma.sql`true`} ORDER BY "runId", key`;
  const byRun = new Map<string, LatestMetric[]>();
  for (const { runId, key, value, step, timestamp } of rows) {
    const metrics = byRun.get(runId) ?? [];
    if (metrics.length === 0) byRun.set(runId, metrics);
    metrics.push({ key, value: Number(value), step: stepOf(step), timestamp });
  }
  return byRun;
}

/** The same as one value per key. */
export function metricValues(metrics: readonly LatestMetric[] = []): Record<string, number> {
  return Object.fromEntries(metrics.map(({ key, value }) => [key, value]));
}

import type { Transaction } from "@pipepilot/db";
import type { BestTrend } from "./leaderboard-schema";
import type { BestRun } from "./schema";

/** Of more finished runs the newest are looked at: the picture is the size of a word. */
export const TREND_RUNS = 1000;

export interface Trend {
  records: BestTrend["records"];
  /** The best of the runs that were looked at. */
  best: BestRun;
}

interface Row {
  experimentId: string;
  runId: string;
  name: string;
  at: Date;
  /** as text, which keeps infinities */
  value: string;
}

/**
 * How each experiment got better by its primary metric and direction, by experiment id, in one statement. What counts is
 * what counts in `findBestRuns`: finished, not in the trash, not NaN; of equals the earliest. So the last record is the best
 * run, unless older runs were left out.
 */
export async function readTrends(
  db: Transaction,
  projectId: string,
  experimentIds: readonly string[],
): Promise<Map<string, Trend>> {
  if (experimentIds.length === 0) return new Map();
  const rows = await db.$queryRaw<Row[]>`
    WITH judged AS (
      SELECT e.id AS "experimentId", r.id, r.name, r."startTime", m.value,
        CASE e."metricDirection" WHEN 'minimize' THEN m.value ELSE -m.value END AS cost
      FROM "Experiment" e CROSS JOIN LATERAL (
        SELECT id, name, "projectId", "startTime" FROM "Run"
        WHERE "projectId" = e."projectId" AND "experimentId" = e.id AND status = 'FINISHED' AND "deletedAt" IS NULL
        ORDER BY "startTime" DESC, id LIMIT ${TREND_RUNS}::int
      ) AS r
      JOIN "RunMetric" m ON m."projectId" = r."projectId" AND m."runId" = r.id AND m.key = e."primaryMetric"
      WHERE e."projectId" = ${projectId}::uuid AND e.id = ANY(${experimentIds}::uuid[]) AND m.value <> 'NaN'::float8
    ), seen AS (
      SELECT *, min(cost) OVER (PARTITION BY "experimentId" ORDER BY "startTime", id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS best_before
      FROM judged
    )
    SELECT "experimentId", id AS "runId", name, "startTime" AS at, value::text AS value
    FROM seen WHERE best_before IS NULL OR cost < best_before
    ORDER BY "experimentId", "startTime", id`;
  const trends = new Map<string, Trend>();
  for (const { experimentId, runId, name, at, value } of rows) {
    const record = { at, value: Number(value) };
    const before = trends.get(experimentId)?.records ?? [];
    trends.set(experimentId, {
      records: [...before, record],
      best: { runId, name, value: record.value },
    });
  }
  return trends;
}

import type { Transaction } from "@pipepilot/db";
import type { BestRun } from "./schema";

/**
 * The best FINISHED run of each experiment by its primary metric and direction, by experiment id. NaN never wins; of equals
 * the earliest does. Experiments without such a run are absent.
 */
export async function findBestRuns(
  db: Transaction,
  projectId: string,
  experimentIds: readonly string[],
): Promise<Map<string, BestRun>> {
  if (experimentIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ experimentId: string; runId: string; name: string; value: string }[]>`
    SELECT e.id AS "experimentId", best.id AS "runId", best.name, best.value
    FROM "Experiment" e CROSS JOIN LATERAL (
      SELECT r.id, r.name, m.value::text AS value
      FROM "Run" r JOIN "RunMetric" m
        ON m."projectId" = r."projectId" AND m."runId" = r.id AND m.key = e."primaryMetric"
      WHERE r."projectId" = e."projectId" AND r."experimentId" = e.id
        AND r.status = 'FINISHED' AND r."deletedAt" IS NULL AND m.value <> 'NaN'::float8
      ORDER BY CASE e."metricDirection" WHEN 'minimize' THEN m.value ELSE -m.value END, r."startTime", r.id
      LIMIT 1
    ) AS best
    WHERE e."projectId" = ${projectId}::uuid AND e.id = ANY(${experimentIds}::uuid[])`;
  return new Map(
    rows.map(({ experimentId, runId, name, value }) => [experimentId, { runId, name, value: Number(value) }]),
  );
}

import { Prisma, type Transaction } from "@pipepilot/db";
import type { BestRun, MetricDirection } from "./schema";

/** Up to so many runs are read and compared; of more, a walk along the values meets the best soon. */
const COMPARED = 1000;

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
  const judged = await db.$queryRaw<JudgedExperiment[]>`
    SELECT e.id, e."primaryMetric", e."metricDirection"::text AS "metricDirection",
      (SELECT count(*) FROM (SELECT FROM "Run" r WHERE r."projectId" = e."projectId" AND r."experimentId" = e.id
        LIMIT ${COMPARED + 1}::int) AS counted) > ${COMPARED}::int AS large
    FROM "Experiment" e
    WHERE e."projectId" = ${projectId}::uuid AND e.id = ANY(${experimentIds}::uuid[]) AND e."primaryMetric" IS NOT NULL`;
  const small = judged.filter(({ large }) => !large).map(({ id }) => id);
  const found = await Promise.all([
    small.length === 0 ? [] : compareRuns(db, projectId, small),
    ...judged.filter(({ large }) => large).map((experiment) => walkValues(db, projectId, experiment)),
  ]);
  return new Map(
    found
      .flat()
      .map(({ experimentId, runId, name, value }) => [experimentId, { runId, name, value: Number(value) }]),
  );
}

interface JudgedExperiment {
  id: string;
  primaryMetric: string;
  metricDirection: MetricDirection;
  large: boolean;
}

interface Row {
  experimentId: string;
  runId: string;
  name: string;
  /** as text, which keeps infinities */
  value: string;
}

function compareRuns(db: Transaction, projectId: string, experimentIds: readonly string[]): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
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
}

/** The best value first, then the earliest of the runs that have it. The limit within keeps a join from being reordered. */
function walkValues(db: Transaction, projectId: string, experiment: JudgedExperiment): Promise<Row[]> {
  const { id, primaryMetric, metricDirection } = experiment;
  const direction = metricDirection === "minimize" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const judged = Prisma.sql`"RunMetric" m CROSS JOIN LATERAL (
    SELECT * FROM "Run" WHERE "projectId" = m."projectId" AND id = m."runId" LIMIT 1) AS r
    WHERE m."projectId" = (SELECT ${projectId}::uuid) AND m.key = ${primaryMetric}
      AND m.value >= '-Infinity'::float8 AND m.value <= 'Infinity'::float8
      AND r."experimentId" = ${id}::uuid AND r.status = 'FINISHED' AND r."deletedAt" IS NULL`;
  return db.$queryRaw<Row[]>`
    SELECT r."experimentId", r.id AS "runId", r.name, m.value::text AS value
    FROM ${judged} AND m.value = (SELECT m.value FROM ${judged} ORDER BY m.value ${direction} LIMIT 1)
    ORDER BY r."startTime", r.id LIMIT 1`;
}

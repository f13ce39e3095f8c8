import { Prisma, type Database } from "@pipepilot/db";
import type { ProjectContext } from "../src/context";
import { createTestExperiment } from "../src/run/testing";

/** As many keys as a project of many users has, besides the two that every run logs. */
export const METRIC_KEYS = 12_000;

export async function createExperiments(ctx: ProjectContext, count: number): Promise<string[]> {
  const made = await Promise.all(Array.from({ length: count }, () => createTestExperiment(ctx)));
  return made.map(({ id }) => id);
}

/**
 * Runs with 3 metrics, 5 params and 3 tags each, spread over the experiments, a second apart: one statement for each table.
 * Every run has rmse and mae, and is of one of 20 sizes of forest.
 */
export async function insertTrackedRuns(
  { db: { prisma }, project: { id: projectId } }: ProjectContext,
  experimentIds: readonly string[],
  count: number,
): Promise<void> {
  const numbered = Prisma.sql`generate_series(1, ${count}::int) AS n`;
  const runId = Prisma.sql`md5(${projectId}::text || n)`;
  const noise = (seed: string) =>
    Prisma.sql`(('x' || left(md5(${seed}::text || n), 8))::bit(32)::bigint / 4294967296.0)`;
  await prisma.$executeRaw`
    INSERT INTO "Run" ("projectId", id, "experimentId", name, status, environment, "createdBy", "startTime", "endTime")
    SELECT ${projectId}::uuid, ${runId}, (${experimentIds}::uuid[])[1 + n % cardinality(${experimentIds}::uuid[])],
      'forest_' || n, 'FINISHED', '{}', '{"kind":"user","id":"ada","name":"Ada"}',
      timestamptz '2026-01-01' + n * interval '1 second', timestamptz '2026-01-01' + n * interval '1 second' + interval '1 minute'
    FROM ${numbered}`;
  await prisma.$executeRaw`
    INSERT INTO "RunMetric" ("projectId", "runId", key, value, step, timestamp)
    SELECT ${projectId}::uuid, ${runId}, metric.key, metric.value, 0, timestamptz '2026-01-01' + n * interval '1 second'
    FROM ${numbered}, LATERAL (VALUES
      ('rmse', 40000 + 30000 * ${noise("rmse")}), ('mae', 30000 + 20000 * ${noise("mae")}),
      ('metric_' || n % ${METRIC_KEYS}::int, ${noise("own")})) AS metric (key, value)`;
  await prisma.$executeRaw`
    INSERT INTO "RunParam" ("projectId", "runId", key, value)
    SELECT ${projectId}::uuid, ${runId}, param.key, param.value
    FROM ${numbered}, LATERAL (VALUES
      ('n_estimators', (10 * (1 + floor(20 * ${noise("trees")})))::int::text), ('max_depth', (n % 30)::text),
      ('random_state', n::text), ('criterion', 'squared_error'), ('max_features', (n % 10 / 10.0)::text)) AS param (key, value)`;
  await prisma.$executeRaw`
    INSERT INTO "RunTag" ("projectId", "runId", key, value)
    SELECT ${projectId}::uuid, ${runId}, tag.key, tag.value
    FROM ${numbered}, LATERAL (VALUES
      ('mlflow.user', 'user_' || n % 50), ('mlflow.source.name', 'train.py'), ('team', 'team_' || floor(8 * ${noise("team")})::int)) AS tag (key, value)`;
}

/** What autovacuum does within a minute of such a change. */
export async function refreshStatistics({ prisma }: Database): Promise<void> {
  for (const table of ["Run", "RunMetric", "RunParam", "RunTag"])
    await prisma.$executeRaw`${Prisma.raw(`VACUUM (ANALYZE) "${table}"`)}`;
}

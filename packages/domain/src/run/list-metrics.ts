import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import type { LatestMetric } from "./read-metrics";
import { requireRuns } from "./require";
import { listRunMetricsInput, type ListRunMetricsInput, type RunMetricPage } from "./schema";
import { stepOf } from "./step";

interface Row {
  name: string;
  hasHistory: boolean;
  total: number;
  /** key, value, step, milliseconds; as texts, since JSON has no NaN */
  latest: [string, string, string, string][];
}

/** The side of the split that a key begins with; what is left names the metric. */
const SIDE = "^(train|validation|test)_(?=.)";

/**
 * A run's metrics, a page at a time: those of the sides of one split (`train_loss`, `validation_loss`) stand together.
 * First the primary one, then those without a folder in their name, then folder by folder. Pages have numbers, since the
 * keys of one run are few enough to be counted and an address can name a page.
 * @throws DomainError not_found
 */
export async function listRunMetrics({
  ctx,
  input,
}: Call<ProjectContext, ListRunMetricsInput>): Promise<RunMetricPage> {
  authorise(ctx, "project:read");
  const { runId, search, history, first, page, limit } = parse(listRunMetricsInput, input);
  await requireRuns(ctx, [runId]);
  const found = search === "" ? Prisma.empty : Prisma.sql`AND strpos(lower(m.key), lower(${search})) > 0`;
  const projectId = ctx.project.id;
  const rows = await ctx.db.prisma.$queryRaw<Row[]>`
    WITH metric AS (
      -- Grouped rather than joined: the planner knows nothing of how many keys a batch has, and would look at all for each.
      SELECT key, max(value) AS value, max(step) AS step, max(timestamp) AS timestamp, sum(batched) AS batched FROM (
        SELECT m.key, m.value, m.step, m.timestamp, 0 AS batched FROM "RunMetric" m
        WHERE m."projectId" = ${projectId}::uuid AND m."runId" = ${runId} ${found}
        UNION ALL
        SELECT each.key, NULL, NULL, NULL, 1 FROM "MetricBatch" b, unnest(b.keys) AS each(key)
        WHERE b."projectId" = ${projectId}::uuid AND b."runId" = ${runId}
      ) AS logged GROUP BY key HAVING count(value) > 0
    ), known AS (
      SELECT key, value, step, timestamp, regexp_replace(key, ${SIDE}, '') AS name,
        batched + (
          SELECT coalesce(sum(cardinality(c.values)), 0) FROM (
            SELECT c.values FROM "MetricChunk" c
            WHERE c."projectId" = ${projectId}::uuid AND c."runId" = ${runId} AND c.key = metric.key ORDER BY c.id LIMIT 2
          ) AS c
        ) > 1 AS "hasHistory"
      FROM metric
    ), named AS (
      SELECT name, coalesce(bool_or("hasHistory"), false) AS "hasHistory",
        json_agg(json_build_array(key, value::text, step::text, (extract(epoch FROM timestamp) * 1000)::bigint::text) ORDER BY key) AS latest
      FROM known GROUP BY name
    )
    SELECT *, count(*) OVER ()::int AS total FROM named WHERE "hasHistory" OR NOT ${history}
    ORDER BY coalesce(array_position(${first}::text[], name), ${first.length + 1}), strpos(name, '/') > 0, name COLLATE "C"
    LIMIT ${limit} OFFSET ${(page - 1) * limit}`;
  return {
    items: rows.map(({ name, hasHistory, latest }) => ({
      name,
      hasHistory,
      latest: latest.map(latestMetric),
    })),
    total: rows.length > 0 ? rows[0].total : 0,
  };
}

function latestMetric([key, value, step, milliseconds]: Row["latest"][number]): LatestMetric {
  return { key, value: Number(value), step: stepOf(step), timestamp: new Date(Number(milliseconds)) };
}

import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { requireRuns } from "./require";
import { getMetricHistoryInput, type GetMetricHistoryInput, type MetricSeries } from "./schema";

interface Row {
  runId: string;
  key: string;
  value: string;
  step: bigint;
  timestamp: bigint;
  total: bigint;
}

/**
 * The history of these runs' metrics, one series for each run and key, in the order of steps. Longer ones are thinned
 * evenly to `maxPoints`, first and last kept.
 * @throws DomainError not_found
 */
export async function getMetricHistory({
  ctx,
  input,
}: Call<ProjectContext, GetMetricHistoryInput>): Promise<MetricSeries[]> {
  authorise(ctx, "project:read");
  const { runIds, key, maxPoints } = parse(getMetricHistoryInput, input);
  await requireRuns(ctx, runIds);
  const ofKey = key === undefined ? Prisma.empty : Prisma.sql`AND key = ${key}`;
  const rows = await ctx.db.prisma.$queryRaw<Row[]>`
    SELECT "runId", key, value::text AS value, step, timestamp, total FROM (
      SELECT *, count(*) OVER series AS total,
        row_number() OVER (series ORDER BY step, timestamp, id, at) - 1 AS place
      FROM "MetricChunk", unnest(values, steps, timestamps) WITH ORDINALITY AS point(value, step, timestamp, at)
      WHERE "projectId" = ${ctx.project.id}::uuid AND "runId" = ANY(${runIds}::text[]) ${ofKey}
      WINDOW series AS (PARTITION BY "runId", key)
    ) AS point
    WHERE total <= ${maxPoints}::int OR place = 0
      OR place * (${maxPoints}::int - 1) / greatest(total - 1, 1)
        > (place - 1) * (${maxPoints}::int - 1) / greatest(total - 1, 1)
    ORDER BY array_position(${runIds}::text[], "runId"), key, place`;
  return toSeries(rows);
}

function toSeries(rows: readonly Row[]): MetricSeries[] {
  const series: MetricSeries[] = [];
  for (const { runId, key, value, step, timestamp, total } of rows) {
    let last = series.at(-1);
    if (last?.runId !== runId || last.key !== key) {
      last = { runId, key, total: Number(total), points: [] };
      series.push(last);
    }
    last.points.push({ step: Number(step), timestamp: new Date(Number(timestamp)), value: Number(value) });
  }
  return series;
}

import { Prisma } from "@pipepilot/db";
import type { z } from "zod";
import type { loggedPoint } from "./log-schema";
import { byValue, isSamePoint } from "./metric-points";
import type { metricPoint } from "./schema";
import { compareSteps } from "./step";

/** Parts of one statement, after a part `run` with the run's `projectId` and `id`, or nothing. */

/** From so many metrics on, a call that has one point of each is kept as it is: one row instead of one for each. */
const WIDE = 16;

/**
 * Appends the points of a call to the history and keeps the latest of each metric beside the run. They travel as arrays,
 * with the slice of each metric that is its own: sorted here, so that PostgreSQL need not make a row of every point to sort
 * and group them.
 */
export function metricRows(points: readonly Point[]): { parts: Prisma.Sql[]; isWide: boolean } {
  const sorted = [...points]
    .sort(byKeyThenAge)
    .filter((point, i, all) => i === 0 || !isRepeat(point, all[i - 1]));
  const lasts = sorted.flatMap(({ key }, i) => (key === sorted.at(i + 1)?.key ? [] : i + 1));
  const firsts = lasts.map((_, i) => (i === 0 ? 1 : lasts[i - 1] + 1));
  const keys = lasts.map((last) => sorted[last - 1].key);
  const isWide = keys.length >= WIDE && keys.length === sorted.length;
  const arrays = Prisma.sql`logged AS (
    SELECT ${keys}::text[] AS keys, ${arrayText(sorted, "value")}::float8[] AS values, ${arrayText(sorted, "step")}::bigint[] AS steps,
      ${arrayText(sorted, "timestamp")}::bigint[] AS times
  ), series AS (
    SELECT key, first, last FROM logged, unnest(keys, ${arrayOf(firsts)}::int[], ${arrayOf(lasts)}::int[]) AS each(key, first, last)
  )`;
  return { parts: [arrays, isWide ? metricBatch : metricChunks, latestMetrics], isWide };
}

/** A client that says a point twice has one. */
function isRepeat(point: Point, before: Point): boolean {
  return point.key === before.key && isSamePoint(point, before);
}

type Point = z.output<typeof metricPoint>;

/** The last of each metric is its latest: the highest step, then timestamp, then value, as in MLflow. */
function byKeyThenAge(a: Point, b: Point): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return compareSteps(a.step, b.step) || a.timestamp - b.timestamp || byValue(a, b);
}

const arrayText = (points: readonly Point[], field: "value" | "step" | "timestamp") =>
  arrayOf(points.map((point) => point[field]));

/** As PostgreSQL reads it: one text is sent much faster than a list, and holds NaN and infinities, which JSON does not. */
export const arrayOf = (numbers: readonly (number | bigint | string)[]) => `{${numbers.join(",")}}`;

/** Appends them to the history, metric by metric. */
const metricChunks = Prisma.sql`chunk AS (
  INSERT INTO "MetricChunk" ("projectId", "runId", key, values, steps, timestamps)
  SELECT run."projectId", run.id, key, values[first:last], steps[first:last], times[first:last] FROM run, logged, series
)`;

/** Appends them to the history as they came; folding gives each metric its own later. */
const metricBatch = Prisma.sql`batch AS (
  INSERT INTO "MetricBatch" ("projectId", "runId", keys, values, steps, timestamps)
  SELECT run."projectId", run.id, keys, values, steps, times FROM run, logged
)`;

/** Keeps the latest of each metric beside the run. */
const latestMetrics = Prisma.sql`latest AS (
  INSERT INTO "RunMetric" AS latest ("projectId", "runId", key, value, step, timestamp)
  SELECT run."projectId", run.id, key, values[last], steps[last], to_timestamp(times[last] / 1000.0) FROM run, logged, series
  ON CONFLICT ("projectId", "runId", key) DO UPDATE
    SET value = EXCLUDED.value, step = EXCLUDED.step, timestamp = EXCLUDED.timestamp
    WHERE (EXCLUDED.step, EXCLUDED.timestamp, EXCLUDED.value) > (latest.step, latest.timestamp, latest.value)
)`;

/** Appends to the metrics of logged models what is said of them. */
export function modelMetrics(points: readonly z.output<typeof loggedPoint>[]): Prisma.Sql {
  const ofModels = points.filter(({ modelId }) => modelId !== undefined);
  const texts = (textOf: (point: (typeof ofModels)[number]) => unknown) =>
    Prisma.sql`${ofModels.map((point) => String(textOf(point)))}::text[]`;
  return Prisma.sql`model_metric AS (
    INSERT INTO "LoggedModelMetric" ("projectId", "modelId", "runId", key, value, step, timestamp, "datasetName", "datasetDigest")
    SELECT run."projectId", model, run.id, key, value::float8, step::bigint, to_timestamp(time::bigint / 1000.0), dataset, digest
    FROM run, unnest(${texts(({ modelId }) => modelId)}, ${texts(({ key }) => key)}, ${texts(({ value }) => value)},
      ${texts(({ step }) => step)}, ${texts(({ timestamp }) => timestamp)},
      ${texts(({ dataset }) => dataset?.name ?? "")}, ${texts(({ dataset }) => dataset?.digest ?? "")}
    ) AS each(model, key, value, step, time, dataset, digest)
    ON CONFLICT DO NOTHING
  )`;
}

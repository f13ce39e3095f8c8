import { Prisma } from "@pipepilot/db";
import type { z } from "zod";
import type { metricPoint } from "./schema";

/** Parts of one statement, after a part `run` with the run's `projectId` and `id`, or nothing. */

/** The points of a call as rows. */
export function pointRows(points: readonly z.output<typeof metricPoint>[]): Prisma.Sql {
  const keys = points.map(({ key }) => key);
  // As text: JSON, in which parameters travel, has no NaN and no infinities.
  const values = points.map(({ value }) => String(value));
  const steps = points.map(({ step }) => String(step));
  const times = points.map(({ timestamp }) => String(timestamp));
  return Prisma.sql`point AS (
    SELECT key, value::float8 AS value, step::bigint AS step, time::bigint AS time
    FROM unnest(${keys}::text[], ${values}::text[], ${steps}::text[], ${times}::text[]) AS each(key, value, step, time)
  )`;
}

/** Appends them to the history. */
export const metricChunks = Prisma.sql`chunk AS (
  INSERT INTO "MetricChunk" ("projectId", "runId", key, values, steps, timestamps)
  SELECT run."projectId", run.id, key, array_agg(value ORDER BY step, time),
    array_agg(step ORDER BY step, time), array_agg(time ORDER BY step, time)
  FROM run, point GROUP BY run."projectId", run.id, key
)`;

/** Keeps the latest of each metric beside the run: the highest step, then timestamp, then value, as in MLflow. */
export const latestMetrics = Prisma.sql`latest AS (
  INSERT INTO "RunMetric" AS latest ("projectId", "runId", key, value, step, timestamp)
  SELECT DISTINCT ON (key) run."projectId", run.id, key, value, step, to_timestamp(time / 1000.0) FROM run, point
  ORDER BY key, step DESC, time DESC, value DESC
  ON CONFLICT ("projectId", "runId", key) DO UPDATE
    SET value = EXCLUDED.value, step = EXCLUDED.step, timestamp = EXCLUDED.timestamp
    WHERE (EXCLUDED.step, EXCLUDED.timestamp, EXCLUDED.value) > (latest.step, latest.timestamp, latest.value)
)`;

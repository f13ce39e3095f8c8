import { Prisma } from "@pipepilot/db";
import type { z } from "zod";
import type { loggedPoint } from "./log-schema";
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

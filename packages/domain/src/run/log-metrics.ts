import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockRun } from "./lock";
import { logMetricsInput, type LogMetricsInput } from "./schema";

/**
 * Appends points to the run's metrics and keeps the latest of each beside the run: the one with the highest step, then
 * timestamp, then value, as in MLflow. NaN and infinities survive. Up to 10,000 points at once.
 * @throws DomainError not_found
 */
export async function logMetrics({ ctx, input }: Call<ProjectContext, LogMetricsInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, points } = parse(logMetricsInput, input);
  const projectId = ctx.project.id;
  const keys = points.map(({ key }) => key);
  // As text: JSON, in which parameters travel, has no NaN and no infinities.
  const values = points.map(({ value }) => String(value));
  const steps = points.map(({ step }) => String(step));
  const times = points.map(({ timestamp }) => String(timestamp));
  await transact(ctx, async (tx) => {
    await lockRun(tx, ctx, runId);
    if (points.length === 0) return;
    await tx.$executeRaw`
      WITH point AS (
        SELECT key, value::float8 AS value, step::bigint AS step, time::bigint AS time
        FROM unnest(${keys}::text[], ${values}::text[], ${steps}::text[], ${times}::text[])
          AS each(key, value, step, time)
      ), appended AS (
        INSERT INTO "MetricChunk" ("projectId", "runId", key, values, steps, timestamps)
        SELECT ${projectId}::uuid, ${runId}, key, array_agg(value ORDER BY step, time),
          array_agg(step ORDER BY step, time), array_agg(time ORDER BY step, time)
        FROM point GROUP BY key
      )
      INSERT INTO "RunMetric" AS latest ("projectId", "runId", key, value, step, timestamp)
      SELECT DISTINCT ON (key) ${projectId}::uuid, ${runId}, key, value, step, to_timestamp(time / 1000.0) FROM point
      ORDER BY key, step DESC, time DESC, value DESC
      ON CONFLICT ("projectId", "runId", key) DO UPDATE
        SET value = EXCLUDED.value, step = EXCLUDED.step, timestamp = EXCLUDED.timestamp
        WHERE (EXCLUDED.step, EXCLUDED.timestamp, EXCLUDED.value) > (latest.step, latest.timestamp, latest.value)`;
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

import type { Transaction } from "@pipepilot/db";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { runId } from "./keys";
import { requireRuns } from "./require";

export interface MetricPoint {
  value: number;
  step: number;
  /** milliseconds since 1970 */
  timestamp: number;
}

const getMetricPointsInput = z.strictObject({
  runId,
  /** One that could not be logged has no points. */
  key: z.string(),
  /** Absent: all of them. */
  limit: z.int().min(1).max(1_000_000).optional(),
  cursor: z.string().max(2000).optional(),
});
export type GetMetricPointsInput = z.input<typeof getMetricPointsInput>;

/**
 * Everything logged of one metric of a run, by time, then step, then value, as MLflow lists it.
 * @throws DomainError not_found
 */
export async function getMetricPoints({ ctx, input }: Call<ProjectContext, GetMetricPointsInput>): Promise<{
  points: MetricPoint[];
  nextCursor: string | null;
}> {
  authorise(ctx, "project:read");
  const { runId, key, limit, cursor } = parse(getMetricPointsInput, input);
  await requireRuns(ctx, [runId]);
  const points = (await readMetricPoints(ctx.db.prisma, ctx.project.id, [runId], key)).get(runId) ?? [];
  if (limit === undefined) return { points, nextCursor: null };
  // The history only grows, and mostly at its end: a place in it stays where it is but for points that come late.
  const from = cursor === undefined ? 0 : decodeCursor(z.int().min(0), cursor);
  const end = from + limit;
  return { points: points.slice(from, end), nextCursor: end < points.length ? encodeCursor(end) : null };
}

/**
 * The points of one metric by run id, each series by time, then step, then value. What was logged twice, as by a client
 * that sends a batch again, is there once.
 */
export async function readMetricPoints(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
  key: string,
): Promise<Map<string, MetricPoint[]>> {
  const chunks = await db.$queryRaw<{ runId: string; values: string; steps: string; timestamps: string }[]>`
    SELECT "runId", values::text, steps::text, timestamps::text FROM "MetricChunk"
    WHERE "projectId" = ${projectId}::uuid AND "runId" = ANY(${runIds}::text[]) AND key = ${key} ORDER BY "runId", id`;
  const series = new Map<string, MetricPoint[]>();
  for (const { runId, values, steps, timestamps } of chunks) {
    const points = series.get(runId) ?? [];
    series.set(runId, points);
    const [ofStep, ofTime] = [numbers(steps), numbers(timestamps)];
    numbers(values).forEach((value, i) => points.push({ value, step: ofStep[i], timestamp: ofTime[i] }));
  }
  for (const [id, points] of series) series.set(id, withoutRepeats(points.sort(byTime)));
  return series;
}

/** An array as PostgreSQL writes it: many numbers are read faster so than as rows. */
function numbers(array: string): number[] {
  return array.slice(1, -1).split(",").map(Number);
}

/** NaN stands after every number, as in PostgreSQL. */
function byTime(a: MetricPoint, b: MetricPoint): number {
  const values = () => (a.value === b.value ? 0 : a.value < b.value || Number.isNaN(b.value) ? -1 : 1);
  return a.timestamp - b.timestamp || a.step - b.step || (Object.is(a.value, b.value) ? 0 : values());
}

function withoutRepeats(sorted: MetricPoint[]): MetricPoint[] {
  return sorted.filter((point, i) => {
    const last = sorted[i - 1];
    return (
      i === 0 ||
      point.timestamp !== last.timestamp ||
      point.step !== last.step ||
      !Object.is(point.value, last.value)
    );
  });
}

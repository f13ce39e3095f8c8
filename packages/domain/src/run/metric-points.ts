import type { Transaction } from "@pipepilot/db";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { runId } from "./keys";
import { requireRuns } from "./require";
import { compareSteps, stepOf, type Step } from "./step";

export interface MetricPoint {
  value: number;
  step: Step;
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
  if (limit === undefined && cursor === undefined) return { points, nextCursor: null };
  // The history only grows, and mostly at its end: a place in it stays where it is but for points that come late.
  const from = cursor === undefined ? 0 : decodeCursor(z.int().min(0), cursor);
  const end = from + (limit ?? points.length);
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
    SELECT "runId", values::text, steps::text, timestamps::text
    FROM metric_history(${projectId}::uuid, ${runIds}::text[], ${key}) ORDER BY "runId", id`;
  const series = new Map<string, MetricPoint[]>();
  for (const { runId, values, steps, timestamps } of chunks) {
    const points = series.get(runId) ?? [];
    series.set(runId, points);
    const [ofStep, ofTime] = [stepsIn(steps), numbers(timestamps)];
    numbers(values).forEach((value, i) => points.push({ value, step: ofStep[i], timestamp: ofTime[i] }));
  }
  for (const [id, points] of series) series.set(id, withoutRepeats(points.sort(byTime)));
  return series;
}

/** Points in memory at once, which one run alone may exceed. */
const POINTS_AT_ONCE = 200_000;

/** The same run by run, in the order asked for, so that many runs with long histories are never in memory together. */
export async function* metricPointsByRun(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
  key: string,
): AsyncGenerator<[runId: string, points: MetricPoint[]]> {
  const counts = await countMetricPoints(db, projectId, runIds, key);
  const open = runIds.map((id) => ({ id, count: counts.get(id) ?? 0 }));
  while (open.length > 0) {
    let sum = 0;
    const over = open.findIndex(({ count }, i) => (sum += count) > POINTS_AT_ONCE && i > 0);
    const ids = open.splice(0, over < 0 ? open.length : over).map(({ id }) => id);
    const series = await readMetricPoints(db, projectId, ids, key);
    for (const id of ids) yield [id, series.get(id) ?? []];
  }
}

async function countMetricPoints(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
  key: string,
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ runId: string; count: number }[]>`
    SELECT "runId", sum(cardinality(values))::float8 AS count
    FROM metric_history(${projectId}::uuid, ${runIds}::text[], ${key}) GROUP BY "runId"`;
  return new Map(rows.map(({ runId, count }) => [runId, count]));
}

/** An array as PostgreSQL writes it: many numbers are read faster so than as rows. */
export function numbers(array: string): number[] {
  return array.slice(1, -1).split(",").map(Number);
}

export function stepsIn(array: string): Step[] {
  return array.slice(1, -1).split(",").map(stepOf);
}

function byTime(a: MetricPoint, b: MetricPoint): number {
  return a.timestamp - b.timestamp || compareSteps(a.step, b.step) || byValue(a, b);
}

/** NaN stands after every number, as in PostgreSQL. */
export function byValue({ value: a }: MetricPoint, { value: b }: MetricPoint): number {
  if (Object.is(a, b) || a === b) return 0;
  return a < b || Number.isNaN(b) ? -1 : 1;
}

function withoutRepeats(sorted: MetricPoint[]): MetricPoint[] {
  return sorted.filter((point, i) => i === 0 || !isSamePoint(point, sorted[i - 1]));
}

export function isSamePoint(a: MetricPoint, b: MetricPoint): boolean {
  return a.timestamp === b.timestamp && a.step === b.step && Object.is(a.value, b.value);
}

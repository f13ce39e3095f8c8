import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { byValue, metricPointsByRun, type MetricPoint } from "./metric-points";
import { readLongSeries, readPointsAt, type LongSeries } from "./sample-chunks";
import { RUNS_AT_ONCE, type RunMetricPoint } from "./metric-points-of-runs";
import { compareSteps, step, type Step } from "./step";

/** MLflow's own limit. */
const MAX_POINTS_PER_RUN = 2500;

const sampleMetricPointsInput = z
  .strictObject({
    /** Ids that are no run's here have no points. */
    runIds: z.array(z.string()).min(1).max(RUNS_AT_ONCE),
    key: z.string(),
    /** Only points of these steps, both included; both or neither. */
    startStep: step.optional(),
    endStep: step.optional(),
    /** of each run */
    limit: z.int().min(1).max(MAX_POINTS_PER_RUN).default(MAX_POINTS_PER_RUN),
  })
  .refine(
    ({ startStep, endStep }) => (startStep === undefined) === (endStep === undefined),
    "If either start step or end step are specified, both must be specified.",
  )
  .refine(({ startStep = 0, endStep = startStep }) => startStep <= endStep, {
    // MLflow's own words, as above.
    error: ({ input }) => {
      const { startStep, endStep } = input as Record<"startStep" | "endStep", Step>;
      return `end_step must be greater than start_step. Found start_step=${startStep} and end_step=${endStep}.`;
    },
  });
export type SampleMetricPointsInput = z.input<typeof sampleMetricPointsInput>;

/** Points of one metric of several runs for a chart, run by run in the order asked for, each by step, time and value. */
export async function sampleMetricPoints({
  ctx,
  input,
}: Call<ProjectContext, SampleMetricPointsInput>): Promise<RunMetricPoint[]> {
  authorise(ctx, "project:read");
  const {
    runIds,
    key,
    startStep = -Infinity,
    endStep = Infinity,
    limit,
  } = parse(sampleMetricPointsInput, input);
  const { prisma } = ctx.db;
  const projectId = ctx.project.id;
  const isWhole = startStep === -Infinity;
  const long = isWhole ? await readLongSeries(prisma, projectId, runIds, key) : new Map<string, LongSeries>();
  const others = metricPointsByRun(
    prisma,
    projectId,
    runIds.filter((id) => !long.has(id)),
    key,
  );
  const found: RunMetricPoint[] = [];
  for (const runId of runIds) {
    const series = long.get(runId);
    const points = series
      ? await readPointsAt(prisma, { projectId, runId, key }, series, samplePlaces(series.count, limit))
      : sample(await nextWithin(others, startStep, endStep), limit);
    for (const point of points) found.push({ runId, ...point });
  }
  return found;
}

/**
 * Of more than `limit` the first of each of `limit` equal parts (the first parts are one longer where it does not come out
 * even), and in place of the last of these the very last, as MLflow does.
 */
export function sample<Item>(items: readonly Item[], limit: number): Item[] {
  return samplePlaces(items.length, limit).map((place) => items[place]);
}

function samplePlaces(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, place) => place);
  const [size, longer] = [Math.floor(count / limit), count % limit];
  const firsts = Array.from({ length: limit - 1 }, (_, part) => part * size + Math.min(part, longer));
  return [...firsts, count - 1];
}

async function nextWithin(
  series: AsyncGenerator<[runId: string, points: MetricPoint[]]>,
  startStep: Step,
  endStep: Step,
): Promise<MetricPoint[]> {
  const next = await series.next();
  if (next.done) return [];
  const [, points] = next.value as [string, MetricPoint[]];
  return points.filter(({ step }) => startStep <= step && step <= endStep).sort(byStep);
}

/** By step, then time, then value. */
export function byStep(a: MetricPoint, b: MetricPoint): number {
  return compareSteps(a.step, b.step) || a.timestamp - b.timestamp || byValue(a, b);
}

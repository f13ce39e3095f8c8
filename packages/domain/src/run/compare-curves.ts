import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { writeNumbers } from "./compare-columns";
import { compareCurvesInput, type CompareCurvesInput, type ComparedCurve } from "./compare-schema";
import { metricPointsByRun } from "./metric-points";
import { resolveRuns } from "./resolve";
import { byStep, sample } from "./sample-metric-points";
import type { Step } from "./step";

/** Steps in ascending order, as numbers. */
function writeSteps(steps: readonly Step[]): Pick<ComparedCurve, "origin" | "steps"> {
  if (!steps.some((step) => typeof step === "bigint"))
    return { origin: "0", steps: writeNumbers(steps.map(Number)) };
  const origin = BigInt(steps[0]);
  return { origin: String(origin), steps: writeNumbers(steps.map((step) => Number(BigInt(step) - origin))) };
}

/**
 * The histories of some metrics of runs that are compared, thinned for a chart, in the order of runs and keys asked for.
 * Runs without the metric, or without points of the steps asked for, have none.
 * @throws DomainError not_found where none of the runs is there
 */
export async function compareCurves({
  ctx,
  input,
}: Call<ProjectContext, CompareCurvesInput>): Promise<ComparedCurve[]> {
  authorise(ctx, "project:read");
  const { runIds: refs, keys, maxPoints, steps } = parse(compareCurvesInput, input);
  const { prisma } = ctx.db;
  const { runIds } = await resolveRuns(prisma, ctx.project.id, refs);
  if (runIds.length === 0) throw notFound("run", refs[0]);
  const places = new Map(runIds.map((id, place) => [id, place]));
  const curves: ComparedCurve[] = [];
  for (const key of new Set(keys))
    for await (const [runId, points] of metricPointsByRun(prisma, ctx.project.id, runIds, key)) {
      const within = steps ? points.filter(({ step }) => steps.from <= step && step <= steps.to) : points;
      if (within.length === 0) continue;
      const thinned = sample(within.sort(byStep), maxPoints);
      // Of all, so that time counts from the same moment however much of the history is asked for.
      const begin = points.reduce((first, { timestamp }) => Math.min(first, timestamp), Infinity);
      curves.push({
        run: places.get(runId)!,
        key,
        total: within.length,
        ...writeSteps(thinned.map(({ step }) => step)),
        values: writeNumbers(thinned.map(({ value }) => value)),
        begin,
        times: writeNumbers(thinned.map(({ timestamp }) => timestamp - begin)),
      });
    }
  return curves;
}

import { LearningError } from "../errors";
import { distributionOf, valueAt, valueCount } from "./distribution";
import type { Sampler } from "./sampler";
import { isActive, parameterOrder, type ParamValue, type ParamValues, type SearchSpace } from "./space";

const MAX_POINTS = 100_000;

/** Every combination in turn, the last parameter changing fastest; parameters that are not there do not multiply. */
export function createGrid(space: SearchSpace): Sampler {
  const points = gridPoints(space);
  return { suggest: (id) => points[id] ?? null };
}

/** How many combinations there are; infinite where a parameter has no end of values or they are more than 100,000. */
export function gridSize(space: SearchSpace): number {
  try {
    return gridPoints(space).length;
  } catch (error) {
    if (error instanceof LearningError) return Infinity;
    throw error;
  }
}

/** Throws `invalid_config` where a parameter has no end of values, or the grid more than 100,000 points. */
export function gridPoints(space: SearchSpace): ParamValues[] {
  let points: Record<string, ParamValue>[] = [{}];
  for (const name of parameterOrder(space)) {
    const distribution = distributionOf(space[name]);
    const count = valueCount(distribution);
    if (count === Infinity) {
      throw new LearningError("invalid_config", `A grid needs a step or a list of choices for ${name}.`, {
        parameter: name,
      });
    }
    const wanted = points.reduce((sum, point) => sum + (isActive(space[name], point) ? count : 1), 0);
    if (wanted > MAX_POINTS) {
      throw new LearningError(
        "invalid_config",
        `The grid has more than ${MAX_POINTS} points; give ${name} fewer values or larger steps.`,
        { parameter: name, points: wanted },
      );
    }
    points = points.flatMap((point) =>
      isActive(space[name], point)
        ? Array.from({ length: count }, (_, i) => ({ ...point, [name]: valueAt(distribution, i) }))
        : [point],
    );
  }
  return points;
}

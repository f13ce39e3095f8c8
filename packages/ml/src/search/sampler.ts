import type { Random } from "../random";
import { isActive, parameterOrder, type ParamValue, type ParamValues, type SearchSpace } from "./space";
import type { Trial } from "./trial";

export interface Sampler {
  /** The parameters of trial number `id`, given the trials so far; null where there is nothing left to try. */
  suggest(id: number, trials: readonly Trial[], random: Random): ParamValues | null;
}

/**
 * Chooses the parameters one after the other, each only while those it depends on have the values it asks for. Every
 * parameter has a stream of its own: another one more or less leaves the rest as it was.
 */
export function suggestEach(
  space: SearchSpace,
  random: Random,
  choose: (name: string, stream: Random) => ParamValue,
): ParamValues {
  const values: Record<string, ParamValue> = {};
  for (const name of parameterOrder(space)) {
    if (isActive(space[name], values)) values[name] = choose(name, random.fork(name));
  }
  return values;
}

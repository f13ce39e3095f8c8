import { distributionOf, drawEvenly, observed, valueAt, valueCount, type Distribution } from "./distribution";
import { parzenEstimator, type ParzenOptions } from "./parzen-estimator";
import { suggestEach, type Sampler } from "./sampler";
import type { TpeOptions } from "./samplers";
import type { ParamValue, SearchSpace } from "./space";
import { lastReport, toMinimise, type Direction, type Trial } from "./trial";

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kegl, NIPS 2011) as Optuna's TPESampler computes it:
 * the trials are cut into a good tenth and the rest, and of 24 values drawn from the density of the good ones that is
 * taken which is likeliest good rather than not. Each parameter is chosen on its own.
 */
export function createTpe(space: SearchSpace, direction: Direction, options: TpeOptions): Sampler {
  const parzen: ParzenOptions = {
    priorWeight: options.prior_weight,
    magicClip: options.consider_magic_clip,
    endpoints: options.consider_endpoints,
  };
  return {
    suggest(_id, trials, random) {
      const finished = trials.filter(({ state }) => state === "complete" || state === "pruned").length;
      const isStartup = finished < options.n_startup_trials;
      const { below, above } = splitTrials(trials, direction, options.constant_liar);
      return suggestEach(space, random, (name, stream) => {
        const distribution = distributionOf(space[name]);
        if (valueCount(distribution) === 1) return valueAt(distribution, 0);
        if (isStartup) return drawEvenly(distribution, stream);
        const good = parzenEstimator(distribution, observations(below, name, distribution), parzen);
        const bad = parzenEstimator(distribution, observations(above, name, distribution), parzen);
        let best = NaN;
        let bestScore = -Infinity;
        for (let i = 0; i < options.n_ei_candidates; i++) {
          const candidate = good.sample(stream);
          const score = good.logDensity(candidate) - bad.logDensity(candidate);
          if (i === 0 || score > bestScore) [best, bestScore] = [candidate, score];
        }
        return external(distribution, best);
      });
    },
  };
}

function external(distribution: Distribution, observation: number): ParamValue {
  return distribution.kind === "choice" ? distribution.choices[observation] : observation;
}

function observations(trials: readonly Trial[], name: string, distribution: Distribution): number[] {
  return trials.flatMap(({ params }) => {
    if (!Object.hasOwn(params, name)) return [];
    const observation = observed(distribution, params[name]);
    return observation === null ? [] : [observation];
  });
}

/** How many of `count` finished trials are the good ones. */
export function goodCount(count: number): number {
  return Math.min(Math.ceil(0.1 * count), 25);
}

/**
 * Cuts the trials into the good ones and the others, both in the order in which they were asked for. Complete trials come
 * before pruned ones, of which those that got further come first. Failed trials teach nothing.
 */
export function splitTrials(
  trials: readonly Trial[],
  direction: Direction,
  constantLiar: boolean,
): { below: Trial[]; above: Trial[] } {
  const complete = trials
    .filter(({ state }) => state === "complete")
    .map((trial) => ({ trial, step: Infinity }));
  const pruned = trials
    .filter(({ state }) => state === "pruned")
    .map((trial) => ({ trial, step: lastReport(trial)?.[0] ?? -Infinity }));
  const ranked = [...complete, ...pruned]
    .map(({ trial, step }) => ({ trial, step, loss: lossOf(trial, direction) }))
    .sort((a, b) => compare(b.step, a.step) || compare(a.loss, b.loss) || a.trial.id - b.trial.id);
  const good = new Set(ranked.slice(0, goodCount(ranked.length)).map(({ trial }) => trial.id));
  const usable = trials.filter(
    ({ state }) => state === "complete" || state === "pruned" || (constantLiar && state === "running"),
  );
  return {
    below: usable.filter(({ id }) => good.has(id)),
    above: usable.filter(({ id }) => !good.has(id)),
  };
}

function lossOf(trial: Trial, direction: Direction): number {
  const value = trial.state === "complete" ? trial.value : lastReport(trial)?.[1];
  const loss = toMinimise(direction, value ?? NaN);
  return Number.isNaN(loss) ? Infinity : loss;
}

/** Infinities compare equal to themselves, which subtraction does not give. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

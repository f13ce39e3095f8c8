import type { Random } from "../random";
import { sameValue, type ParamSpace, type ParamValue } from "./space";

/** A parameter's space as a sampler sees it: choices by index, or numbers with bounds. */
export type Distribution = ChoiceDistribution | NumberDistribution;

export interface ChoiceDistribution {
  readonly kind: "choice";
  readonly choices: readonly ParamValue[];
}

export interface NumberDistribution {
  readonly kind: "number";
  readonly low: number;
  /** Reachable: `low` plus a whole number of steps. */
  readonly high: number;
  readonly log: boolean;
  /** null: any number in between. */
  readonly step: number | null;
}

export function distributionOf(space: ParamSpace): Distribution {
  if ("choice" in space) return { kind: "choice", choices: space.choice };
  const [low, high] = "int" in space ? space.int : space.float;
  const { log, step } = space;
  return { kind: "number", low, high: step === null ? high : lastStep(low, high, step), log, step };
}

function lastStep(low: number, high: number, step: number): number {
  return low + stepCount(low, high, step) * step;
}

/** Whole steps between two bounds; a little is forgiven, since 0.3 is not three times 0.1 in binary. */
function stepCount(low: number, high: number, step: number): number {
  return Math.floor((high - low) / step + 1e-8);
}

/** How many values there are; infinite without steps. */
export function valueCount(distribution: Distribution): number {
  if (distribution.kind === "choice") return distribution.choices.length;
  const { low, high, step } = distribution;
  if (low === high) return 1;
  return step === null ? Infinity : stepCount(low, high, step) + 1;
}

/** The value number `index` of a distribution with finitely many. */
export function valueAt(distribution: Distribution, index: number): ParamValue {
  if (distribution.kind === "choice") return distribution.choices[index];
  return distribution.step === null ? distribution.low : tidy(distribution, index);
}

/** A value drawn evenly: on the logarithmic scale where that is asked for. */
export function drawEvenly(distribution: Distribution, random: Random): ParamValue {
  if (distribution.kind === "choice") return distribution.choices[random.int(distribution.choices.length)];
  const { low, high, step, log } = distribution;
  if (low === high) return low;
  if (step !== null && !log) return tidy(distribution, Math.floor(random.next() * valueCount(distribution)));
  const { low: from, high: to } = innerBounds(distribution);
  return fromInner(distribution, from + random.next() * (to - from));
}

/** Bounds on the scale that is searched: half a step wider where there are steps, logarithms where `log` is set. */
export function innerBounds({ low, high, step, log }: NumberDistribution): { low: number; high: number } {
  const half = step === null ? 0 : step / 2;
  return log
    ? { low: Math.log(low - half), high: Math.log(high + half) }
    : { low: low - half, high: high + half };
}

export function toInner({ log }: NumberDistribution, value: number): number {
  return log ? Math.log(value) : value;
}

/** The nearest value of the distribution to a place on the searched scale. */
export function fromInner(distribution: NumberDistribution, inner: number): number {
  const { low, high, step, log } = distribution;
  const value = Math.min(high, Math.max(low, log ? Math.exp(inner) : inner));
  return step === null ? value : tidy(distribution, Math.round((value - low) / step));
}

/** The number of a value as observations hold it: a choice's index, a number itself; null where it is not one of them. */
export function observed(distribution: Distribution, value: ParamValue): number | null {
  if (distribution.kind === "choice") {
    const index = distribution.choices.findIndex((choice) => sameValue(choice, value));
    return index < 0 ? null : index;
  }
  const { low, high } = distribution;
  return typeof value === "number" && value >= low && value <= high ? value : null;
}

/** `low + index * step` without the last digits that binary fractions add: 0.3, not 0.30000000000000004. */
function tidy({ low, high, step }: NumberDistribution, index: number): number {
  const value = low + index * (step ?? 0);
  const rounded = Number(value.toPrecision(15));
  return Math.min(high, Math.max(low, rounded));
}

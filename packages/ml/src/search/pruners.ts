import { z } from "zod";
import { lastReport, toMinimise, type Direction, type Report, type Trial } from "./trial";

/** When a trial that does not promise enough ends early; names and defaults are Optuna's. */
export const prunerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({
    kind: z.literal("median"),
    n_startup_trials: z.int().min(0).default(5).describe("Complete trials before any is pruned"),
    n_warmup_steps: z.int().min(0).default(0).describe("Steps of each trial before it may be pruned"),
    interval_steps: z.int().min(1).default(1).describe("Steps from one check to the next"),
  }),
  z.strictObject({
    kind: z.literal("successive_halving"),
    min_resource: z.int().min(1).default(1).describe("Steps before the first check"),
    reduction_factor: z.int().min(2).default(4).describe("One in so many goes on at each check"),
    min_early_stopping_rate: z.int().min(0).default(0).describe("First checks that are left out"),
  }),
]);

export type PrunerOptions = z.output<typeof prunerSchema>;
type MedianOptions = Extract<PrunerOptions, { kind: "median" }>;
type HalvingOptions = Extract<PrunerOptions, { kind: "successive_halving" }>;

type Reported = Pick<Trial, "reports" | "state">;

/** Whether to end a trial after its last report, by what the other trials reported. Pure: the same in any process. */
export function shouldPrune(
  options: PrunerOptions,
  direction: Direction,
  trial: Pick<Trial, "reports">,
  others: readonly Reported[],
): boolean {
  if (trial.reports.length === 0 || options.kind === "none") return false;
  return options.kind === "median"
    ? isBelowMedian(options, direction, trial.reports, others)
    : losesRung(options, direction, trial, others);
}

/** Optuna's MedianPruner: the best report so far is worse than the median of the complete trials' at the same step. */
function isBelowMedian(
  { n_startup_trials, n_warmup_steps, interval_steps }: MedianOptions,
  direction: Direction,
  reports: readonly Report[],
  others: readonly Reported[],
): boolean {
  const complete = others.filter(({ state }) => state === "complete");
  const [step] = reports[reports.length - 1];
  if (complete.length === 0 || complete.length < n_startup_trials || step < n_warmup_steps) return false;
  const checkedFrom = Math.floor((step - n_warmup_steps) / interval_steps) * interval_steps + n_warmup_steps;
  const before = reports.length > 1 ? reports[reports.length - 2][0] : -1;
  if (before >= checkedFrom) return false;
  const losses = reports
    .map(([, value]) => toMinimise(direction, value))
    .filter((loss) => !Number.isNaN(loss));
  if (losses.length === 0) return true;
  const best = losses.reduce((least, loss) => Math.min(least, loss), Infinity);
  const peers = complete.flatMap((other) => {
    const report = other.reports.find((each) => each[0] === step);
    return report && !Number.isNaN(report[1]) ? [toMinimise(direction, report[1])] : [];
  });
  return peers.length > 0 && best > median(peers);
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle];
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  return low === high ? low : low / 2 + high / 2;
}

/**
 * Asynchronous successive halving (Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020) as in
 * Optuna's SuccessiveHalvingPruner: at each rung the trial goes on if it is among the best one in `reduction_factor` of
 * the trials that have reached it. A trial's value at a rung is its first report at or after the rung's step.
 */
function losesRung(
  { min_resource, reduction_factor, min_early_stopping_rate }: HalvingOptions,
  direction: Direction,
  trial: Pick<Trial, "reports">,
  others: readonly Reported[],
): boolean {
  const [step, value] = lastReport(trial) ?? [0, NaN];
  const before = trial.reports.length > 1 ? trial.reports[trial.reports.length - 2][0] : -1;
  for (let rung = 0; ; rung++) {
    const rungStep = min_resource * reduction_factor ** (min_early_stopping_rate + rung);
    if (step < rungStep) return false;
    if (before >= rungStep) continue;
    if (Number.isNaN(value)) return true;
    const loss = toMinimise(direction, value);
    const competing = others.flatMap(({ reports }) => {
      const reached = reports.find((report) => report[0] >= rungStep);
      return reached && !Number.isNaN(reached[1]) ? [toMinimise(direction, reached[1])] : [];
    });
    const losses = Float64Array.from([...competing, loss]).sort();
    const place = Math.max(0, Math.floor(losses.length / reduction_factor) - 1);
    if (loss > losses[place]) return true;
  }
}

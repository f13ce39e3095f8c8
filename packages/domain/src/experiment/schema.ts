import { z } from "zod";
import { cursor, pageLimit } from "../page";
import { metricKey } from "../run/keys";

export const METRIC_DIRECTIONS = ["minimize", "maximize"] as const;
export type MetricDirection = (typeof METRIC_DIRECTIONS)[number];

export const experimentName = z
  .string()
  .trim()
  .min(1, "Give the experiment a name.")
  .max(250)
  .regex(/^[^\p{Cc}]*$/u, "Control characters are not allowed.");

export const ensureExperimentInput = z.strictObject({
  name: experimentName,
  /** The metric that decides which run is best. */
  primaryMetric: metricKey,
  metricDirection: z.enum(METRIC_DIRECTIONS),
});
export type EnsureExperimentInput = z.input<typeof ensureExperimentInput>;

export const listExperimentsInput = z.strictObject({ cursor, limit: pageLimit(50, 200) });
export type ListExperimentsInput = z.input<typeof listExperimentsInput>;

export const getExperimentInput = z.strictObject({ name: experimentName });
export type GetExperimentInput = z.input<typeof getExperimentInput>;

export interface ExperimentRef {
  id: string;
  name: string;
  /** null until somebody says by what its runs are judged */
  primaryMetric: string | null;
  metricDirection: MetricDirection;
}

/** The best finished run by the experiment's primary metric; the earliest of equals. NaN never wins. */
export interface BestRun {
  runId: string;
  name: string;
  value: number;
}

export interface ExperimentSummary extends ExperimentRef {
  createdAt: Date;
  runCount: number;
  lastRunAt: Date | null;
  best: BestRun | null;
}

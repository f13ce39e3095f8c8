import { z } from "zod";
import { cursor, pageLimit } from "../page";
import { metricKey, tagKey } from "../run/keys";
import { timestamp } from "../run/schema";
import { plainText } from "../text";

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

export const listExperimentsInput = z.strictObject({
  /** What a name must contain, in any case. */
  text: plainText(500).default(""),
  /** Absent: those outside the trash. */
  trash: z.boolean().default(false),
  cursor,
  limit: pageLimit(50, 200),
});
export type ListExperimentsInput = z.input<typeof listExperimentsInput>;

/** MLflow's own limits. */
const trackedName = plainText(500).refine((name) => name.trim() !== "", "Give the experiment a name.");
const experimentTag = z.strictObject({ key: tagKey, value: plainText(20_000) });

export const createExperimentInput = z.strictObject({
  name: trackedName,
  /** Where the client keeps artifacts by itself; absent: here. */
  artifactLocation: plainText(2048).min(1).optional(),
  /** Of one that comes from another server; absent: now. */
  createdAt: timestamp.optional(),
  /** Of one given twice the last holds. */
  tags: z.array(experimentTag).max(1000).default([]),
});
export type CreateExperimentInput = z.input<typeof createExperimentInput>;

export const experimentSelector = z.union([
  z.strictObject({ id: z.uuid() }),
  z.strictObject({ name: z.string().max(500) }),
]);
export type ExperimentSelector = z.input<typeof experimentSelector>;

export const renameExperimentInput = z.strictObject({ id: z.uuid(), name: trackedName });
export type RenameExperimentInput = z.input<typeof renameExperimentInput>;

export const judgeExperimentInput = z.strictObject({
  id: z.uuid(),
  /** null: by none */
  primaryMetric: metricKey.nullable(),
  metricDirection: z.enum(METRIC_DIRECTIONS),
});
export type JudgeExperimentInput = z.input<typeof judgeExperimentInput>;

export const experimentIdInput = z.strictObject({ id: z.uuid() });
export type ExperimentIdInput = z.input<typeof experimentIdInput>;

export const setExperimentTagInput = experimentTag.extend({ id: z.uuid() });
export type SetExperimentTagInput = z.input<typeof setExperimentTagInput>;

export const deleteExperimentTagInput = z.strictObject({ id: z.uuid(), key: z.string() });
export type DeleteExperimentTagInput = z.input<typeof deleteExperimentTagInput>;

/** An experiment as MLflow's clients know it. */
export interface TrackedExperiment {
  id: string;
  name: string;
  artifactLocation: string | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  tags: { key: string; value: string }[];
}

export const getExperimentInput = z.strictObject({ name: z.string().max(500) });
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

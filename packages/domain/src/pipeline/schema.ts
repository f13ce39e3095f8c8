import { z } from "zod";
import { positiveNumber } from "../number";
import { keptText } from "../text";

export const pipelineName = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/,
    "Use letters, digits, dots, hyphens and underscores, up to 80, starting with a letter or digit.",
  )
  .refine((name) => name !== "new", 'A pipeline cannot be named "new": its page has that address.');

/** A parsed config as packages/pipeline makes it; the domain itself reads only what it must know. */
export const parsedConfig = z.looseObject({
  dataset: z.string().min(1),
  target: z.string().min(1),
});
export type ParsedConfig = z.infer<typeof parsedConfig>;

const configText = z.string().min(1, "The config is empty.").max(100_000, "The config is too long.");

export const createPipelineInput = z.strictObject({
  name: pipelineName,
  /** The dataset's name; the config names the same one. */
  dataset: z.string().min(1, "Choose a dataset."),
  yaml: configText,
  config: parsedConfig,
});
export type CreatePipelineInput = z.input<typeof createPipelineInput>;

export const savePipelineConfigInput = z.strictObject({
  pipeline: z.string(),
  yaml: configText,
  config: parsedConfig,
});
export type SavePipelineConfigInput = z.input<typeof savePipelineConfigInput>;

/** Why a pipeline run was started. */
export const runCause = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("manual") }),
  z.strictObject({ kind: z.literal("demo") }),
  z.strictObject({ kind: z.literal("dataset-version"), dataset: z.string(), number: z.number() }),
  /** A tracked run is trained again, to see whether the same comes of it. */
  z.strictObject({
    kind: z.literal("reproduction"),
    runId: z.string(),
    /** Its name. */
    run: z.string(),
    /** The step that trained it: "train:0". */
    step: z.string(),
  }),
]);
export type RunCause = z.infer<typeof runCause>;

export const startPipelineRunInput = z.strictObject({
  pipeline: z.string(),
  /** Absent: the latest config. */
  configNumber: positiveNumber.optional(),
  /** Absent: the latest version that passed its check. */
  datasetVersionNumber: positiveNumber.optional(),
  cause: runCause.default({ kind: "manual" }),
  /** The same key again answers with the run it started. */
  idempotencyKey: z.string().max(200).optional(),
});
export type StartPipelineRunInput = z.input<typeof startPipelineRunInput>;

export const pipelineInput = z.strictObject({ pipeline: z.string() });
export type PipelineInput = z.input<typeof pipelineInput>;

export const pipelineRunInput = z.strictObject({ pipeline: z.string(), number: positiveNumber });
export type PipelineRunInput = z.input<typeof pipelineRunInput>;

export const pipelineConfigInput = z.strictObject({ pipeline: z.string(), number: positiveNumber });
export type PipelineConfigInput = z.input<typeof pipelineConfigInput>;

export const listPipelineRunsInput = z.strictObject({
  pipeline: z.string(),
  /** The number of the last run already seen; older ones follow. */
  cursor: positiveNumber.optional(),
  limit: z.int().min(1).max(100).default(25),
});
export type ListPipelineRunsInput = z.input<typeof listPipelineRunsInput>;

export const stepLogInput = z.strictObject({
  pipeline: z.string(),
  number: positiveNumber,
  /** "prepare", "train:0" */
  step: z.string(),
  /** The id of the last line already seen; newer ones follow. */
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.int().min(1).max(1000).default(500),
});
export type StepLogInput = z.input<typeof stepLogInput>;

export type PipelineRunStatus = "queued" | "running" | "succeeded" | "failed" | "cancelled";
export type StepRunStatus =
  | "pending"
  | "running"
  | "succeeded"
  | "cached"
  | "skipped"
  | "failed"
  | "cancelled";

/** A pipeline run that will not change any more. */
export function isFinished(status: PipelineRunStatus): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}

/** What went wrong, for the person who reads the page; `step` is the key of the step that failed. */
export const runError = z.object({
  code: z.string(),
  message: keptText(10_000),
  step: z.string().optional(),
});
export type RunError = z.infer<typeof runError>;

export const stepProgress = z.object({
  /** Trees, iterations or epochs finished. */
  done: z.number(),
  total: z.number(),
  metrics: z.record(z.string(), z.number()).default({}),
});
export type StepProgress = z.infer<typeof stepProgress>;

export const blobRef = z.object({ name: z.string(), hash: z.string(), key: z.string(), size: z.number() });
export type BlobRef = z.infer<typeof blobRef>;

/** References to what a step made, and small facts about it; never data. */
export const stepOutputs = z.object({
  blobs: z.array(blobRef),
  facts: z.record(z.string(), z.json()),
});
export type StepOutputs = z.infer<typeof stepOutputs>;

/** What the promotion gate decided and why. */
export const promotionDecision = z.object({
  outcome: z.enum(["promoted", "kept", "not_requested"]),
  /** One sentence: "v3 beats champion v1 by 3,112 RMSE on the same 4,128 test rows: promoted to Staging." */
  summary: z.string(),
  /** The same in steps, one sentence each. */
  reasons: z.array(z.string()),
  model: z.string().nullable(),
  stage: z.string(),
  metric: z.string(),
  direction: z.enum(["minimize", "maximize"]),
  margin: z.number(),
  /** Rows both were judged on. */
  testRows: z.number(),
  challenger: z.object({ number: z.number(), run: z.string(), value: z.number().nullable() }).nullable(),
  champion: z.object({ number: z.number(), stage: z.string(), value: z.number().nullable() }).nullable(),
});
export type PromotionDecision = z.infer<typeof promotionDecision>;

export interface StepRunView {
  readonly id: string;
  /** Unique within the run: "prepare", "train:0". */
  readonly key: string;
  /** The step's type: "train". */
  readonly step: string;
  /** "Train random_forest_150" */
  readonly title: string;
  readonly position: number;
  readonly dependsOn: readonly string[];
  readonly status: StepRunStatus;
  readonly attempt: number;
  /** Why it ran or why it was cached. */
  readonly reason: string | null;
  readonly progress: StepProgress | null;
  readonly outputs: StepOutputs | null;
  readonly error: RunError | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface PipelineRunSummary {
  readonly id: string;
  readonly number: number;
  readonly status: PipelineRunStatus;
  readonly cause: RunCause;
  readonly configNumber: number;
  readonly datasetVersion: { readonly id: string; readonly dataset: string; readonly number: number };
  readonly error: RunError | null;
  readonly decision: PromotionDecision | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Steps that are over (succeeded, cached or skipped; not those a failed run never reached), and all. */
  readonly stepsDone: number;
  readonly stepsTotal: number;
  /** What it is doing now. */
  readonly runningStep: Pick<StepRunView, "key" | "title" | "progress"> | null;
}

/** A tracked run a pipeline run made, or took over from the cache. */
export interface CandidateRun {
  readonly id: string;
  readonly name: string;
  readonly status: "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";
  readonly experiment: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly versions: readonly { readonly model: string; readonly number: number; readonly stage: string }[];
}

/** One trial of a search, as a tracked run. */
export interface TrialRun extends Pick<CandidateRun, "id" | "name" | "status" | "experiment" | "metrics"> {
  /** Its place in the search, from 0. */
  readonly number: number;
  /** The parameters it tried, as JSON text. */
  readonly params: string;
  /** Its parameters are the ones that its search chose; false while the search goes on. */
  readonly isBest: boolean;
  /** Ended early, since it did worse than others at the same point. */
  readonly isPruned: boolean;
}

export interface PipelineRunDetail extends PipelineRunSummary {
  readonly pipeline: { readonly id: string; readonly name: string };
  readonly config: {
    readonly number: number;
    readonly hash: string;
    readonly yaml: string;
    readonly parsed: ParsedConfig;
  };
  /** In the order they are shown. */
  readonly steps: readonly StepRunView[];
  readonly candidates: readonly CandidateRun[];
  readonly trials: readonly TrialRun[];
}

export interface PipelineConfigSummary {
  readonly number: number;
  readonly hash: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** A config with its text, as it was saved. */
export interface PipelineConfigText extends PipelineConfigSummary {
  readonly yaml: string;
}

export interface PipelineSummary {
  readonly id: string;
  readonly name: string;
  readonly dataset: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
  readonly configNumber: number;
  readonly target: string;
  readonly latestRun: PipelineRunSummary | null;
}

export interface PipelineDetail extends PipelineSummary {
  /** The latest config. */
  readonly config: PipelineConfigSummary & { readonly yaml: string; readonly parsed: ParsedConfig };
  /** Newest first. */
  readonly configs: readonly PipelineConfigSummary[];
}

export interface StepLog {
  readonly lines: readonly {
    readonly id: string;
    readonly at: Date;
    readonly level: "info" | "warn" | "error";
    readonly message: string;
  }[];
  /** Give it back to read what follows. */
  readonly cursor: string | null;
}

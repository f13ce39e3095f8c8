import { z } from "zod";
import type { ExperimentRef } from "../experiment/schema";
import type { ModelVersionRef } from "../model/schema";
import { positiveNumber } from "../number";
import { keptText, plainText } from "../text";
import { metricKey, NAME_STAYS, NAME_TAG, paramKey, relativePath, runId, sha256, tagKey } from "./keys";
import { step, type Step } from "./step";

export const RUN_STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;
export type RunStatusName = (typeof RUN_STATUSES)[number];

const paramValue = z.union([plainText(6000), z.number(), z.boolean(), z.null()]);
/** MLflow's own. */
const TAG_VALUE_LENGTH = 8000;
const tagValue = plainText(TAG_VALUE_LENGTH);
const runName = plainText(250).min(1);
/** Unlike Zod's own number it lets NaN and infinities through: a diverged training is a fact worth keeping. */
const anyNumber = z.custom<number>((value) => typeof value === "number", "A number is needed.");
/** Milliseconds since 1970. */
export const timestamp = z.int().min(0).max(8.64e15);

export const metricPoint = z.strictObject({
  key: metricKey,
  /** NaN and infinities included. */
  value: anyNumber,
  step: step.default(0),
  timestamp,
});

export const startRunInput = z.strictObject({
  experimentId: z.uuid(),
  name: runName,
  /** With `stepKey` it makes starting idempotent: a retried step resets and continues the same run. */
  pipelineRunId: z.uuid().optional(),
  stepKey: z.string().min(1).max(200).optional(),
  /** Kept as text, as in MLflow; null becomes "None". */
  params: z.record(paramKey, paramValue).default({}),
  tags: z.record(tagKey, tagValue).default({}),
  inputs: z
    .array(z.strictObject({ datasetVersionId: z.uuid(), context: z.enum(["training", "evaluation"]) }))
    .max(50)
    .default([]),
  environment: z.record(z.string(), z.json()).default({}),
});
export type StartRunInput = z.input<typeof startRunInput>;

export const METRIC_POINTS_PER_CALL = 10_000;

export const logMetricsInput = z.strictObject({
  runId,
  points: z.array(metricPoint).max(METRIC_POINTS_PER_CALL),
});
export type LogMetricsInput = z.input<typeof logMetricsInput>;

export const finishRunInput = z.strictObject({
  runId,
  status: z.enum(["FINISHED", "FAILED", "KILLED"]),
  error: z.strictObject({ code: z.string().max(100), message: keptText(10_000) }).optional(),
});
export type FinishRunInput = z.input<typeof finishRunInput>;

export const storedBlob = z.object({ hash: sha256, size: z.number().int().min(0) });

export const logArtifactInput = z.strictObject({ runId, path: relativePath, blob: storedBlob });
export type LogArtifactInput = z.input<typeof logArtifactInput>;

export const openArtifactInput = z.strictObject({ runId, path: relativePath });
export type OpenArtifactInput = z.input<typeof openArtifactInput>;

/** What evaluation writes, and a run's page shows in its own way. */
export const EVALUATION_FILES = [
  "evaluation_report.html",
  "evaluation_report.json",
  "feature_importance.json",
] as const;

/** Larger artifacts are downloaded, not read into a page. */
export const ARTIFACT_TEXT_BYTES = 1024 * 1024;

export const setRunTagsInput = z.strictObject({
  runId,
  /** null removes the tag */
  tags: z
    .record(tagKey, tagValue.nullable())
    .refine((tags) => tags[NAME_TAG] !== null, { path: [NAME_TAG], error: NAME_STAYS })
    .refine(({ [NAME_TAG]: name }) => typeof name !== "string" || runName.safeParse(name).success, {
      path: [NAME_TAG],
      error: "A run's name has 1 to 250 characters.",
    }),
});
export type SetRunTagsInput = z.input<typeof setRunTagsInput>;

export const saveRunNoteInput = z.strictObject({
  runId,
  /** Markdown; "" takes the note away, its history stays. */
  text: tagValue,
  /** The number of the version that was edited; 0 where there was none. */
  base: z.int().min(0).max(2_000_000_000),
});
export type SaveRunNoteInput = z.input<typeof saveRunNoteInput>;

export const listRunNotesInput = z.strictObject({
  runId,
  /** The number of the last version already seen; older ones follow. */
  cursor: positiveNumber.optional(),
  limit: z.int().min(1).max(100).default(20),
});
export type ListRunNotesInput = z.input<typeof listRunNotesInput>;

export const getRunInput = z.strictObject({ runId });
export type GetRunInput = z.input<typeof getRunInput>;

export const listRunMetricsInput = z.strictObject({
  runId,
  /** Part of the key, in any case; "" is all of them. */
  search: plainText(250).default(""),
  /** Only those that were logged more than once. */
  history: z.boolean().default(false),
  /** Names that stand before the others, in this order. */
  first: z.array(plainText(250)).max(50).default([]),
  page: z.int().min(1).max(100_000).default(1),
  limit: z.int().min(1).max(200).default(50),
});
export type ListRunMetricsInput = z.input<typeof listRunMetricsInput>;

/** Who did something, as it is written into the row. */
export interface ActorRecord {
  kind: string;
  id: string;
  name: string;
}

export interface PipelineRunRef {
  id: string;
  pipeline: string;
  number: number;
}

export interface RunSummary {
  id: string;
  experiment: ExperimentRef;
  name: string;
  status: RunStatusName;
  startTime: Date;
  endTime: Date | null;
  /** null while it runs */
  durationMs: number | null;
  createdBy: ActorRecord;
  /** Who ran it: as the client says, or else who logged it. */
  user: string;
  pipelineRun: PipelineRunRef | null;
  params: Record<string, string>;
  tags: Record<string, string>;
  /** Latest values; NaN and infinities are possible, so plain JSON is no transport for them. */
  metrics: Record<string, number>;
  versions: ModelVersionRef[];
  /** Best of its experiment by the primary metric. */
  isBest: boolean;
}

export interface RunInputRef {
  datasetVersionId: string;
  dataset: string;
  number: number;
  rowCount: number;
  context: string;
}

export interface ArtifactRef {
  path: string;
  hash: string;
  size: number;
  createdAt: Date;
}

export interface ArtifactText extends ArtifactRef {
  text: string;
}

/** A run without what may be long: its metrics and artifacts are read a page at a time. */
export interface RunDetail extends Omit<RunSummary, "metrics"> {
  /** Without the note, which is one of them for clients. */
  tags: Record<string, string>;
  /** In the trash since. */
  deletedAt: Date | null;
  stepKey: string | null;
  environment: Record<string, unknown>;
  error: { code: string; message: string } | null;
  /** Of the experiment's primary metric; null where there is none. */
  primaryValue: number | null;
  metricCount: number;
  inputs: RunInputRef[];
  note: RunNoteState;
  /** Which of the files that evaluation writes it has. */
  reports: string[];
}

/** What the note says now, and the number of its last version; 0 where it never had one. */
export interface RunNoteState {
  text: string;
  number: number;
}

/** A version of a run's note. */
export interface RunNoteVersion {
  number: number;
  text: string;
  /** null where a client logged it among other things */
  author: ActorRecord | null;
  createdAt: Date;
}

export interface RunNotePage {
  /** Newest first. */
  items: RunNoteVersion[];
  nextCursor: number | null;
}

/** A metric on every side of the split that it was logged for. */
export interface NamedMetric {
  /** Without the side. */
  name: string;
  hasHistory: boolean;
  /** The latest value of each key, by key. */
  latest: { key: string; value: number; step: Step; timestamp: Date }[];
}

export interface RunMetricPage {
  items: NamedMetric[];
  /** On all pages; 0 where the page asked for is beyond the last. */
  total: number;
}

import { z } from "zod";
import { pageLimit } from "../page";
import { runId } from "../run/keys";
import { timestamp } from "../run/schema";
import type { Step } from "../run/step";
import { searchWindow } from "../search/window";
import { plainText } from "../text";
import { loggedModelId } from "./keys";

export const LOGGED_MODEL_STATUSES = ["PENDING", "READY", "FAILED"] as const;
export type LoggedModelStatusName = (typeof LOGGED_MODEL_STATUSES)[number];

/** MLflow's rule: a model's name stands in addresses. */
export const LOGGED_MODEL_NAME_RULE = `Use no / : . % " or '.`;
const loggedModelName = plainText(500)
  .min(1)
  .regex(/^[^/:.%"']+$/, LOGGED_MODEL_NAME_RULE);

const keyedText = z.strictObject({ key: plainText(255).min(1), value: plainText(65_535) });
const params = z.array(keyedText).max(1000).default([]);
const tags = z.array(keyedText).max(1000).default([]);

export const createLoggedModelInput = z.strictObject({
  experimentId: z.uuid(),
  /** Of a model that comes from another server, which is to keep its id; absent: a new one. */
  id: loggedModelId.optional(),
  /** Absent: made up. */
  name: loggedModelName.optional(),
  sourceRunId: runId.optional(),
  modelType: plainText(500).optional(),
  /** Of a model that comes from another server; absent: now. */
  createdAt: timestamp.optional(),
  params,
  tags,
});
export type CreateLoggedModelInput = z.input<typeof createLoggedModelInput>;

export const getLoggedModelInput = z.strictObject({
  modelId: loggedModelId,
  /** Whether one in the trash is given, too. */
  trashed: z.boolean().default(false),
});
export type GetLoggedModelInput = z.input<typeof getLoggedModelInput>;

export const finalizeLoggedModelInput = z.strictObject({
  modelId: loggedModelId,
  status: z.enum(LOGGED_MODEL_STATUSES),
});
export type FinalizeLoggedModelInput = z.input<typeof finalizeLoggedModelInput>;

export const loggedModelIdInput = z.strictObject({ modelId: loggedModelId });
export type LoggedModelIdInput = z.input<typeof loggedModelIdInput>;

export const setLoggedModelTagsInput = z.strictObject({ modelId: loggedModelId, tags });
export type SetLoggedModelTagsInput = z.input<typeof setLoggedModelTagsInput>;

export const deleteLoggedModelTagInput = z.strictObject({
  modelId: loggedModelId,
  key: plainText(255).min(1),
});
export type DeleteLoggedModelTagInput = z.input<typeof deleteLoggedModelTagInput>;

export const logLoggedModelParamsInput = z.strictObject({ modelId: loggedModelId, params });
export type LogLoggedModelParamsInput = z.input<typeof logLoggedModelParamsInput>;

const datasetFilter = z.strictObject({
  name: plainText(500).min(1),
  /** Absent: any. */
  digest: plainText(36).optional(),
});
export type DatasetFilter = z.infer<typeof datasetFilter>;

/** Each is one more value to look up for every model. */
const MAX_ORDERINGS = 20;

export const searchLoggedModelsInput = z.strictObject({
  experimentIds: z.array(z.uuid()).max(20_000),
  filter: searchWindow.filter,
  /** Metrics count only where they were measured on one of these; absent: all do. */
  datasets: z.array(datasetFilter).max(100).default([]),
  orderBy: z
    .array(
      z.strictObject({
        /** An attribute, or metrics.<key>. */
        field: plainText(1000),
        descending: z.boolean().default(false),
        dataset: datasetFilter.optional(),
      }),
    )
    .max(MAX_ORDERINGS)
    .default([]),
  limit: pageLimit(100, 1000),
  cursor: searchWindow.pageToken,
});
export type SearchLoggedModelsInput = z.input<typeof searchLoggedModelsInput>;
export type LoggedModelOrdering = z.output<typeof searchLoggedModelsInput>["orderBy"][number];

/** A point that a run logged of a model. NaN and infinities are possible. */
export interface LoggedModelMetric {
  key: string;
  value: number;
  step: Step;
  timestamp: Date;
  runId: string;
  /** What it was measured on. */
  dataset: { name: string; digest: string } | null;
}

/** A logged model as MLflow's clients know it. */
export interface TrackedLoggedModel {
  id: string;
  experimentId: string;
  /** of its experiment; null: here */
  artifactLocation: string | null;
  sourceRunId: string | null;
  name: string;
  modelType: string | null;
  status: LoggedModelStatusName;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  params: { key: string; value: string }[];
  tags: { key: string; value: string }[];
  /** Every point, by key, time and step. */
  metrics: LoggedModelMetric[];
}

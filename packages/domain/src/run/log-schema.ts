import { z } from "zod";
import { loggedModelId } from "../logged-model/keys";
import { firstCharacters, isStorable, plainText, UNSTORABLE_MESSAGE } from "../text";
import { paramKey, runId, tagKey } from "./keys";
import { METRIC_POINTS_PER_CALL, metricPoint, RUN_STATUSES, timestamp } from "./schema";
import { step } from "./step";

/** Longer texts are cut, as MLflow cuts them, rather than a run lost. */
const cutTo = (length: number) =>
  z
    .string()
    .transform((text) => firstCharacters(text, length))
    .refine(isStorable, UNSTORABLE_MESSAGE);
export const paramText = cutTo(6000);
export const tagText = cutTo(8000);

const datasetName = plainText(500).min(1);
const datasetDigest = plainText(36).min(1);

/** A point may also be one of a logged model, measured on a dataset. */
export const loggedPoint = metricPoint.extend({
  modelId: loggedModelId.optional(),
  dataset: z.strictObject({ name: datasetName, digest: datasetDigest }).optional(),
});

const logged = {
  points: z.array(loggedPoint).max(METRIC_POINTS_PER_CALL).default([]),
  params: z
    .array(z.strictObject({ key: paramKey, value: paramText }))
    .max(1000)
    .default([]),
  tags: z
    .array(z.strictObject({ key: tagKey, value: tagText }))
    .max(1000)
    .default([]),
};

export const logBatchInput = z.strictObject({ runId, ...logged });
export type LogBatchInput = z.input<typeof logBatchInput>;

export const createRunInput = z.strictObject({
  experimentId: z.uuid(),
  /** Of a run that comes from another server, which is to keep its id; absent: a new one. */
  id: runId.optional(),
  /** Absent: made up. */
  name: plainText(250).min(1).optional(),
  /** Absent: now, by the database's clock. */
  startTime: timestamp.optional(),
  tags: logged.tags,
});
export type CreateRunInput = z.input<typeof createRunInput>;

export const updateRunInput = z.strictObject({
  runId,
  status: z.enum(RUN_STATUSES).optional(),
  endTime: timestamp.optional(),
  name: plainText(250).min(1).optional(),
});
export type UpdateRunInput = z.input<typeof updateRunInput>;

const datasetText = (max: number) => plainText(max).min(1);

export const logInputsInput = z.strictObject({
  runId,
  datasets: z
    .array(
      z.strictObject({
        name: datasetName,
        digest: datasetDigest,
        sourceType: datasetText(36),
        source: datasetText(65_535),
        schema: plainText(1_048_575).optional(),
        profile: plainText(16_777_215).optional(),
        tags: z
          .array(z.strictObject({ key: plainText(255).min(1), value: plainText(500) }))
          .max(100)
          .default([]),
      }),
    )
    .max(1000)
    .default([]),
  /** The logged models it read. */
  modelIds: z.array(loggedModelId).max(1000).default([]),
});
export type LogInputsInput = z.input<typeof logInputsInput>;

export const logOutputsInput = z.strictObject({
  runId,
  models: z
    .array(
      z.strictObject({
        modelId: loggedModelId,
        /** of the training at which it was made */
        step: step.default(0),
      }),
    )
    .max(1000),
});
export type LogOutputsInput = z.input<typeof logOutputsInput>;

export const runIdInput = z.strictObject({ runId });
export type RunIdInput = z.input<typeof runIdInput>;

/** What MLflow notes of a model that a run logged, in a tag. */
const notedModel = z.strictObject({
  run_id: z.string().optional(),
  artifact_path: z.string(),
  utc_time_created: z.string(),
  model_uuid: z.string().optional(),
  flavors: z.record(z.string(), z.json()),
});

export const noteModelInput = z.strictObject({ runId, model: notedModel });
export type NoteModelInput = z.input<typeof noteModelInput>;

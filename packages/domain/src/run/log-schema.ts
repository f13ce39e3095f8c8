import { z } from "zod";
import { firstCharacters, isStorable, plainText, UNSTORABLE_MESSAGE } from "../text";
import { paramKey, runId, tagKey } from "./keys";
import { METRIC_POINTS_PER_CALL, metricPoint, RUN_STATUSES, timestamp } from "./schema";

/** Longer texts are cut, as MLflow cuts them, rather than a run lost. */
const cutTo = (length: number) =>
  z
    .string()
    .transform((text) => firstCharacters(text, length))
    .refine(isStorable, UNSTORABLE_MESSAGE);
export const paramText = cutTo(6000);
export const tagText = cutTo(8000);

const logged = {
  points: z.array(metricPoint).max(METRIC_POINTS_PER_CALL).default([]),
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
        name: datasetText(500),
        digest: datasetText(36),
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
    .max(1000),
});
export type LogInputsInput = z.input<typeof logInputsInput>;

export const runIdInput = z.strictObject({ runId });
export type RunIdInput = z.input<typeof runIdInput>;

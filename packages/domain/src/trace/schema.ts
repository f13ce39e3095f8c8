import { z } from "zod";
import { pageLimit } from "../page";
import { runId } from "../run/keys";
import { searchWindow } from "../search/window";
import { keptText, plainText } from "../text";
import { textsByKey } from "../texts-by-key";
import { assessmentInput } from "./assessment-schema";
import { spanId, traceId } from "./keys";

export const TRACE_STATES = ["STATE_UNSPECIFIED", "OK", "ERROR", "IN_PROGRESS"] as const;
export type TraceStateName = (typeof TRACE_STATES)[number];
export const SPAN_STATUSES = ["OK", "ERROR", "UNSET"] as const;

/** MLflow's own: longer values are cut. */
export const TAG_KEY_LENGTH = 250;
export const TAG_VALUE_LENGTH = 8000;
const PREVIEW_LENGTH = 10_000;
/** Where it began: everything that PostgreSQL and JavaScript both have as a date. */
const time = z.int().min(-2e12).max(8e12);

const key = plainText(TAG_KEY_LENGTH).min(1);
const cutText = keptText(TAG_VALUE_LENGTH);
const texts = textsByKey(key, cutText).refine(
  (entries) => Object.keys(entries).length <= 1000,
  "At most 1,000 entries.",
);

/** What an application records of a request may hold anything; what cannot be kept of it is replaced, not refused. */
const preview = keptText(PREVIEW_LENGTH);

export const startTraceInput = z.strictObject({
  traceId,
  experimentId: z.uuid(),
  clientRequestId: plainText(500).optional(),
  /** milliseconds since 1970 */
  requestTime: time,
  /** milliseconds; absent while it goes on */
  duration: z.int().min(0).max(8e12).optional(),
  state: z.enum(TRACE_STATES),
  requestPreview: preview.optional(),
  responsePreview: preview.optional(),
  metadata: texts.default({}),
  tags: texts.default({}),
  assessments: z.array(assessmentInput).max(1000).default([]),
  /** Whether this is all that there is to say; a trace of MLflow 2 is finished later. */
  isFinal: z.boolean().default(true),
});
export type StartTraceInput = z.input<typeof startTraceInput>;

const nanoseconds = z
  .bigint()
  .min(-(2n ** 63n))
  .max(2n ** 63n - 1n);

const span = z.strictObject({
  traceId,
  spanId,
  parentId: spanId.nullable(),
  name: keptText(1000),
  type: keptText(500),
  status: z.enum(SPAN_STATUSES),
  startTime: nanoseconds,
  endTime: nanoseconds.nullable(),
  /** The span as JSON text, which has no NUL. */
  content: z.string().min(2),
  /** What a root span tells of its trace. */
  trace: z
    .strictObject({
      requestPreview: preview.optional(),
      responsePreview: preview.optional(),
      tags: texts.default({}),
    })
    .optional(),
  metadata: texts.default({}),
});
export type SpanInput = z.input<typeof span>;
export type Span = z.output<typeof span>;

export const MAX_SPANS = 20_000;
export const logSpansInput = z.strictObject({
  experimentId: z.uuid(),
  /** The run that the traces belong to, besides. */
  runId: runId.optional(),
  spans: z.array(span).max(MAX_SPANS, `Send at most ${MAX_SPANS} spans at once.`),
});
export type LogSpansInput = z.input<typeof logSpansInput>;

export const traceIdInput = z.strictObject({ traceId });
export type TraceIdInput = z.input<typeof traceIdInput>;

export const traceIdsInput = z.strictObject({ traceIds: z.array(z.string().max(100)).max(1000) });
export type TraceIdsInput = z.input<typeof traceIdsInput>;

export const finishTraceInput = z.strictObject({
  traceId,
  /** milliseconds since 1970 */
  endTime: time,
  state: z.enum(TRACE_STATES),
  metadata: texts.default({}),
  tags: texts.default({}),
});
export type FinishTraceInput = z.input<typeof finishTraceInput>;

export const setTraceTagInput = z.strictObject({ traceId, key, value: cutText });
export type SetTraceTagInput = z.input<typeof setTraceTagInput>;
export const deleteTraceTagInput = z.strictObject({ traceId, key: z.string() });
export type DeleteTraceTagInput = z.input<typeof deleteTraceTagInput>;

export const deleteTracesInput = z
  .strictObject({
    experimentId: z.uuid(),
    /** Those that began then or before, in milliseconds since 1970. */
    until: time.optional(),
    /** The oldest of them, at most. */
    limit: z.int().min(1).max(1_000_000).optional(),
    traceIds: z.array(z.string().max(100)).min(1).max(10_000).optional(),
  })
  .refine(({ until, traceIds }) => (until === undefined) !== (traceIds === undefined), {
    message: "Give either max_timestamp_millis or request_ids.",
  })
  .refine(({ limit, traceIds }) => limit === undefined || traceIds === undefined, {
    message: "max_traces cannot be given with request_ids.",
  });
export type DeleteTracesInput = z.input<typeof deleteTracesInput>;

export const linkTracesInput = z.strictObject({
  runId,
  traceIds: z.array(traceId).max(100, "Cannot link more than 100 traces to a run in a single request."),
});
export type LinkTracesInput = z.input<typeof linkTracesInput>;

export const linkPromptsInput = z.strictObject({
  traceId,
  prompts: z.array(z.strictObject({ name: plainText(256).min(1), version: plainText(50).min(1) })).max(100),
});
export type LinkPromptsInput = z.input<typeof linkPromptsInput>;

export const searchTracesInput = z.strictObject({
  experimentIds: z.array(z.uuid()).max(20_000),
  filter: searchWindow.filter,
  orderBy: searchWindow.orderBy,
  limit: pageLimit(100, 500),
  cursor: searchWindow.pageToken,
});
export type SearchTracesInput = z.input<typeof searchTracesInput>;

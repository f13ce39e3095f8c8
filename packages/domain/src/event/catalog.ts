import { z } from "zod";

const id = z.string();

/** Exactly one of both. */
const commented = {
  run: z.object({ runId: id, run: z.string(), experiment: z.string() }).nullable(),
  version: z.object({ model: z.string(), number: z.number() }).nullable(),
};

/**
 * Everything that can happen, `<noun>/<past-participle>`: one catalogue feeds Inngest, the activity feed and the live pages
 * (later webhooks and audit). Data are references for programs plus the few words a person needs to read the line.
 */
export const EVENTS = {
  "project/created": z.object({ slug: z.string(), name: z.string() }),
  "member/added": z.object({ userId: id, name: z.string(), role: z.string() }),
  "member/role-changed": z.object({ userId: id, name: z.string(), from: z.string(), to: z.string() }),
  "member/removed": z.object({ userId: id, name: z.string(), role: z.string() }),
  "invitation/created": z.object({ invitationId: id, email: z.string(), role: z.string() }),
  "invitation/revoked": z.object({ invitationId: id, email: z.string() }),
  "comment/added": z.object({ commentId: id, ...commented }),
  "comment/deleted": z.object({ commentId: id, ...commented, authorId: id, author: z.string() }),
  "dataset/created": z.object({ datasetId: id, dataset: z.string() }),
  "dataset-version/ready": z.object({
    datasetId: id,
    dataset: z.string(),
    datasetVersionId: id,
    number: z.number(),
    rowCount: z.number(),
    verdict: z.enum(["passed", "warned"]),
  }),
  "dataset-version/blocked": z.object({
    datasetId: id,
    dataset: z.string(),
    datasetVersionId: id,
    number: z.number(),
    findings: z.number(),
    summary: z.string(),
  }),
  "pipeline/created": z.object({ pipelineId: id, pipeline: z.string() }),
  "pipeline-config/saved": z.object({ pipelineId: id, pipeline: z.string(), number: z.number() }),
  "pipeline-run/requested": z.object({
    pipelineRunId: id,
    pipelineId: id,
    pipeline: z.string(),
    number: z.number(),
    cause: z.string(),
  }),
  "pipeline-run/succeeded": z.object({
    pipelineRunId: id,
    pipelineId: id,
    pipeline: z.string(),
    number: z.number(),
    summary: z.string(),
  }),
  "pipeline-run/failed": z.object({
    pipelineRunId: id,
    pipelineId: id,
    pipeline: z.string(),
    number: z.number(),
    code: z.string(),
    message: z.string(),
  }),
  "pipeline-run/cancelled": z.object({
    pipelineRunId: id,
    pipelineId: id,
    pipeline: z.string(),
    number: z.number(),
  }),
  "run/finished": z.object({
    runId: id,
    experiment: z.string(),
    run: z.string(),
    metrics: z.record(z.string(), z.number().nullable()),
  }),
  "run/failed": z.object({ runId: id, experiment: z.string(), run: z.string(), message: z.string() }),
  "run/trashed": z.object({ experiment: z.string(), run: z.string(), runs: z.number() }),
  "run/restored": z.object({ experiment: z.string(), run: z.string(), runs: z.number() }),
  "run/purged": z.object({ experiment: z.string(), run: z.string(), runs: z.number() }),
  "experiment/judged": z.object({
    experimentId: id,
    experiment: z.string(),
    primaryMetric: z.string().nullable(),
    metricDirection: z.string(),
  }),
  "saved-view/created": z.object({ savedViewId: id, experiment: z.string(), view: z.string() }),
  "saved-view/changed": z.object({ savedViewId: id, experiment: z.string(), view: z.string() }),
  "saved-view/deleted": z.object({ savedViewId: id, experiment: z.string(), view: z.string() }),
  "model/created": z.object({ modelId: id, model: z.string() }),
  "model/renamed": z.object({ modelId: id, model: z.string(), from: z.string() }),
  "model/deleted": z.object({ modelId: id, model: z.string(), versions: z.number() }),
  "model-version/created": z.object({
    modelId: id,
    model: z.string(),
    modelVersionId: id,
    number: z.number(),
    runId: id.nullable(),
  }),
  "model-version/stage-changed": z.object({
    modelId: id,
    model: z.string(),
    modelVersionId: id,
    number: z.number(),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
  }),
  "model-version/deleted": z.object({ modelId: id, model: z.string(), number: z.number() }),
  "alert/hidden": z.object({ alertId: id, kind: z.string() }),
  "alert/shown": z.object({ alertId: id, kind: z.string() }),
  "checklist/hidden": z.object({}),
  "checklist/shown": z.object({}),
  "api-key/created": z.object({ apiKeyId: id, name: z.string(), scopes: z.array(z.string()) }),
  "api-key/revoked": z.object({ apiKeyId: id, name: z.string() }),
} as const satisfies Record<string, z.ZodType>;

export type EventName = keyof typeof EVENTS;
export type EventData<Name extends EventName> = z.infer<(typeof EVENTS)[Name]>;

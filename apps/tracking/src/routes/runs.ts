import { DomainError } from "@pipepilot/domain/errors";
import { createRun } from "@pipepilot/domain/run/create";
import { deleteRunTag } from "@pipepilot/domain/run/delete-tag";
import { logBatch } from "@pipepilot/domain/run/log-batch";
import { logInputs } from "@pipepilot/domain/run/log-inputs";
import { logOutputs } from "@pipepilot/domain/run/log-outputs";
import { searchRuns } from "@pipepilot/domain/run/search";
import { getTrackedRun } from "@pipepilot/domain/run/tracked";
import { restoreRun, trashRun } from "@pipepilot/domain/run/trash";
import { updateRun } from "@pipepilot/domain/run/update";
import { RUN_STATUSES } from "@pipepilot/domain/run/schema";
import { z } from "zod";
import { experimentId, experimentIds } from "../experiment-id";
import { loggedModelIdOf, modelSelector } from "../logged-model-id";
import { metric, plainPoints, pointIn } from "../metric-in";
import { runIdOf, runSelector, wellFormedRunIdOf } from "../run-id";
import { runInfoOut, runOut } from "../run-out";
import { pageOf, searchOptions, tokenOut, viewType } from "../search-options";
import { int64, keyValue, list, optionalText, readInput, step } from "../wire";
import type { Route } from "./index";

/** protobuf takes a name or a number for it. */
const status = z.union([
  z.enum(RUN_STATUSES),
  z
    .int()
    .min(1)
    .max(5)
    .transform((number) => BY_NUMBER[number - 1]),
]);
const BY_NUMBER = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;

const model = z.object({ model_id: z.string(), step: step.default(0) });

const dataset = z.object({
  name: z.string(),
  digest: z.string(),
  source_type: z.string(),
  source: z.string(),
  schema: optionalText,
  profile: optionalText,
});

/** Made once: Zod compiles what it is given, which takes longer than to read a call by it. */
const inputs = {
  search: searchOptions
    .omit({ view_type: true })
    .extend({ experiment_ids: list(z.string()), run_view_type: viewType }),
  create: z.object({
    experiment_id: z.string().default("0"),
    start_time: int64.optional(),
    run_name: optionalText,
    tags: list(keyValue),
    /** Ours: what is imported keeps its id. */
    run_id: optionalText,
  }),
  update: runSelector.extend({
    status: status.optional(),
    end_time: int64.optional(),
    run_name: optionalText,
  }),
  metric: runSelector.extend(metric.shape),
  key: runSelector.extend({ key: z.string() }),
  keyValue: runSelector.extend(keyValue.shape),
  batch: runSelector.extend({
    metrics: list(metric),
    params: list(keyValue),
    tags: list(keyValue),
  }),
  inputs: runSelector.extend({
    datasets: list(z.object({ dataset, tags: list(keyValue) })),
    models: list(modelSelector),
  }),
  outputs: runSelector.extend({ models: list(model) }),
};

/** MLflow's own limits. */
const MAX_METRICS = 1000;
const MAX_PARAMS = 100;
const MAX_TAGS = 100;
const MAX_ENTITIES = 1000;

export const runRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "runs/search",
    async handle({ ctx, input }) {
      const { experiment_ids, filter, order_by, run_view_type, ...page } = readInput(inputs.search, input);
      const { runs, nextPageToken } = await searchRuns({
        ctx,
        input: {
          experimentIds: await experimentIds(ctx, experiment_ids),
          filter,
          orderBy: order_by,
          viewType: run_view_type,
          ...pageOf(page),
        },
      });
      return { runs: runs.map(runOut), ...tokenOut(nextPageToken) };
    },
  },
  {
    method: "POST",
    path: "runs/create",
    fields: { name: "run_name", id: "run_id" },
    async handle({ ctx, input }) {
      const { experiment_id, start_time, run_name, tags, run_id } = readInput(inputs.create, input);
      const own = {
        id: run_id,
        experimentId: await experimentId(ctx, experiment_id),
        startTime: start_time,
        name: run_name,
        tags,
      };
      return { run: runOut(await createRun({ ctx, input: own })) };
    },
  },
  {
    method: "GET",
    path: "runs/get",
    async handle({ ctx, input }) {
      const runId = runIdOf(readInput(runSelector, input));
      return { run: runOut(await getTrackedRun({ ctx, input: { runId } })) };
    },
  },
  {
    method: "POST",
    path: "runs/update",
    fields: { name: "run_name" },
    async handle({ ctx, input }) {
      const { status: next, end_time, run_name, ...selector } = readInput(inputs.update, input);
      const runId = runIdOf(selector);
      const own = { runId, status: next, endTime: end_time, name: run_name };
      return { run_info: runInfoOut(await updateRun({ ctx, input: own })) };
    },
  },
  {
    method: "POST",
    path: "runs/delete",
    async handle({ ctx, input }) {
      await trashRun({ ctx, input: { runId: runIdOf(readInput(runSelector, input)) } });
      return {};
    },
  },
  {
    method: "POST",
    path: "runs/restore",
    async handle({ ctx, input }) {
      await restoreRun({ ctx, input: { runId: runIdOf(readInput(runSelector, input)) } });
      return {};
    },
  },
  {
    method: "POST",
    path: "runs/log-metric",
    fields: { "points.0": "" },
    async handle({ ctx, input }) {
      const { run_id, run_uuid, ...point } = readInput(inputs.metric, input);
      await logBatch({ ctx, input: { runId: runIdOf({ run_id, run_uuid }), points: [pointIn(point)] } });
      return {};
    },
  },
  {
    method: "POST",
    path: "runs/log-parameter",
    fields: { "params.0": "" },
    async handle({ ctx, input }) {
      const { key, value, ...selector } = readInput(inputs.keyValue, input);
      await logBatch({ ctx, input: { runId: runIdOf(selector), params: [{ key, value }] } });
      return {};
    },
  },
  {
    method: "POST",
    path: "runs/set-tag",
    fields: { "tags.0": "" },
    async handle({ ctx, input }) {
      const { key, value, ...selector } = readInput(inputs.keyValue, input);
      await logBatch({ ctx, input: { runId: runIdOf(selector), tags: [{ key, value }] } });
      return {};
    },
  },
  {
    method: "POST",
    path: "runs/delete-tag",
    async handle({ ctx, input }) {
      const { key, ...selector } = readInput(inputs.key, input);
      await deleteRunTag({ ctx, input: { runId: runIdOf(selector), key } });
      return {};
    },
  },
  {
    method: "POST",
    path: "runs/log-batch",
    isBatch: true,
    async handle({ ctx, input }) {
      const points = plainPoints(input);
      const { metrics, params, tags, ...selector } = readInput(
        inputs.batch,
        points ? { ...(input as object), metrics: [] } : input,
      );
      refuseLargeBatch({ metrics: points ?? metrics, params, tags });
      await logBatch({
        ctx,
        input: { runId: wellFormedRunIdOf(selector), points: points ?? metrics.map(pointIn), params, tags },
      });
      return {};
    },
  },
  {
    method: "POST",
    path: "runs/log-inputs",
    fields: { "datasets.*.tags": "datasets.*.tags", "datasets.*": "datasets.*.dataset" },
    async handle({ ctx, input }) {
      const { datasets, models, ...selector } = readInput(inputs.inputs, input);
      const own = datasets.map(({ tags, dataset: { source_type, ...rest } }) => ({
        ...rest,
        sourceType: source_type,
        tags,
      }));
      const modelIds = models.map(loggedModelIdOf);
      await logInputs({ ctx, input: { runId: wellFormedRunIdOf(selector), datasets: own, modelIds } });
      return {};
    },
  },
  {
    method: "POST",
    path: "runs/outputs",
    async handle({ ctx, input }) {
      const { models, ...selector } = readInput(inputs.outputs, input);
      const own = models.map(({ step, ...each }) => ({ modelId: loggedModelIdOf(each), step }));
      await logOutputs({ ctx, input: { runId: runIdOf(selector), models: own } });
      return {};
    },
  },
];

/** @throws DomainError invalid_input */
function refuseLargeBatch(batch: Record<"metrics" | "params" | "tags", readonly unknown[]>): void {
  const { metrics, params, tags } = batch;
  const counts = [
    ["metrics", metrics.length, MAX_METRICS],
    ["params", params.length, MAX_PARAMS],
    ["tags", tags.length, MAX_TAGS],
    ["metrics, params, and tags", metrics.length + params.length + tags.length, MAX_ENTITIES],
  ] as const;
  for (const [what, count, most] of counts) {
    if (count <= most) continue;
    const message = `A batch logging request can contain at most ${most} ${what}. Got ${count} ${what}. Please split up ${what} across multiple requests and try again.`;
    throw new DomainError("invalid_input", message);
  }
}

import type { ProjectContext } from "@pipepilot/domain/context";
import { DomainError } from "@pipepilot/domain/errors";
import { createLoggedModel } from "@pipepilot/domain/logged-model/create";
import { deleteLoggedModelTag } from "@pipepilot/domain/logged-model/delete-tag";
import { finalizeLoggedModel } from "@pipepilot/domain/logged-model/finalize";
import { getLoggedModel } from "@pipepilot/domain/logged-model/get";
import { logLoggedModelParams } from "@pipepilot/domain/logged-model/log-params";
import { LOGGED_MODEL_STATUSES } from "@pipepilot/domain/logged-model/schema";
import { searchLoggedModels } from "@pipepilot/domain/logged-model/search";
import { setLoggedModelTags } from "@pipepilot/domain/logged-model/set-tags";
import { trashLoggedModel } from "@pipepilot/domain/logged-model/trash";
import { z } from "zod";
import { experimentId, experimentIds } from "../experiment-id";
import { loggedModelIdOf } from "../logged-model-id";
import { loggedModelOut, STATUS_OUT } from "../logged-model-out";
import { runIdOf } from "../run-id";
import { int64, keyValue, list, optionalText, readInput } from "../wire";
import type { Route } from "./index";

/** protobuf takes a name or a number for it; of its names 0 says nothing. */
const status = z.union([
  ...LOGGED_MODEL_STATUSES.map((name) => z.literal(STATUS_OUT[name]).transform(() => name)),
  z
    .int()
    .min(1)
    .max(3)
    .transform((number) => LOGGED_MODEL_STATUSES[number - 1]),
] as const);

const dataset = z.object({ dataset_name: z.string().min(1), dataset_digest: optionalText });

const ordering = z.object({
  field_name: z.string(),
  ascending: z.boolean().default(true),
  dataset_name: optionalText,
  dataset_digest: optionalText,
});

/** More in one answer are given in several. */
const MAX_RESULTS = 1000;

export const loggedModelRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "logged-models",
    fields: { createdAt: "creation_timestamp_ms" },
    async handle({ ctx, input }) {
      const schema = z.object({
        experiment_id: z.string(),
        name: optionalText,
        model_type: optionalText,
        source_run_id: optionalText,
        params: list(keyValue),
        tags: list(keyValue),
        /** Ours: what is imported keeps its id and its date. */
        model_id: optionalText,
        creation_timestamp_ms: int64.optional(),
      });
      const { experiment_id, name, model_type, source_run_id, params, tags, ...imported } = readInput(
        schema,
        input,
      );
      const own = {
        id: imported.model_id,
        createdAt: imported.creation_timestamp_ms,
        experimentId: await experimentId(ctx, experiment_id),
        name,
        modelType: model_type,
        sourceRunId: source_run_id && runIdOf({ run_id: source_run_id }),
        params,
        tags,
      };
      const { id } = await createLoggedModel({ ctx, input: own });
      return modelAnswer(ctx, id);
    },
  },
  {
    method: "GET",
    path: "logged-models/:model_id",
    async handle({ ctx, input }) {
      const { allow_deleted } = readInput(z.object({ allow_deleted: optionalText }), input);
      return modelAnswer(ctx, loggedModelIdOf(input), allow_deleted?.toLowerCase() === "true");
    },
  },
  {
    method: "PATCH",
    path: "logged-models/:model_id",
    async handle({ ctx, input }) {
      const modelId = loggedModelIdOf(input);
      await finalizeLoggedModel({
        ctx,
        input: { modelId, status: readInput(z.object({ status }), input).status },
      });
      return modelAnswer(ctx, modelId, true);
    },
  },
  {
    method: "DELETE",
    path: "logged-models/:model_id",
    async handle({ ctx, input }) {
      await trashLoggedModel({ ctx, input: { modelId: loggedModelIdOf(input) } });
      return {};
    },
  },
  {
    method: "PATCH",
    path: "logged-models/:model_id/tags",
    async handle({ ctx, input }) {
      const modelId = loggedModelIdOf(input);
      const { tags } = readInput(z.object({ tags: list(keyValue) }), input);
      await setLoggedModelTags({ ctx, input: { modelId, tags } });
      return modelAnswer(ctx, modelId, true);
    },
  },
  {
    method: "DELETE",
    path: "logged-models/:model_id/tags/:tag_key",
    async handle({ ctx, input }) {
      const { tag_key: key } = readInput(z.object({ tag_key: z.string() }), input);
      await deleteLoggedModelTag({ ctx, input: { modelId: loggedModelIdOf(input), key } });
      return {};
    },
  },
  {
    method: "POST",
    path: "logged-models/:model_id/params",
    async handle({ ctx, input }) {
      const { params } = readInput(z.object({ params: list(keyValue) }), input);
      await logLoggedModelParams({ ctx, input: { modelId: loggedModelIdOf(input), params } });
      return {};
    },
  },
  {
    method: "POST",
    path: "logged-models/search",
    async handle({ ctx, input }) {
      const schema = z.object({
        experiment_ids: z.array(z.string()),
        filter: optionalText,
        datasets: list(dataset),
        order_by: list(ordering),
        max_results: int64.default(50),
        page_token: optionalText,
      });
      const { experiment_ids, filter, datasets, order_by, max_results, page_token } = readInput(
        schema,
        input,
      );
      const { items, nextCursor } = await searchLoggedModels({
        ctx,
        input: {
          experimentIds: await experimentIds(ctx, experiment_ids),
          filter,
          datasets: datasets.map(({ dataset_name, dataset_digest }) => ({
            name: dataset_name,
            digest: dataset_digest,
          })),
          orderBy: order_by.map(orderingIn),
          limit: Math.min(max_results, MAX_RESULTS),
          cursor: page_token,
        },
      });
      return {
        models: items.map(loggedModelOut),
        ...(nextCursor !== null && { next_page_token: nextCursor }),
      };
    },
  },
];

async function modelAnswer(ctx: ProjectContext, modelId: string, trashed = false) {
  return { model: loggedModelOut(await getLoggedModel({ ctx, input: { modelId, trashed } })) };
}

/** @throws DomainError invalid_input for a digest without a name */
function orderingIn({
  field_name,
  ascending,
  dataset_name: name,
  dataset_digest: digest,
}: z.infer<typeof ordering>) {
  if (digest !== undefined && name === undefined)
    throw new DomainError("invalid_input", "Give dataset_name with the dataset_digest of an order_by.");
  return {
    field: field_name,
    descending: !ascending,
    ...(name !== undefined && { dataset: { name, digest } }),
  };
}

import { artifactLocation } from "@pipepilot/domain/artifact/location";
import { createExperiment } from "@pipepilot/domain/experiment/create";
import { deleteExperimentTag } from "@pipepilot/domain/experiment/delete-tag";
import { searchExperiments } from "@pipepilot/domain/experiment/search";
import { renameExperiment } from "@pipepilot/domain/experiment/rename";
import { DomainError } from "@pipepilot/domain/errors";
import type { TrackedExperiment } from "@pipepilot/domain/experiment/schema";
import { setExperimentTag } from "@pipepilot/domain/experiment/set-tag";
import { getTrackedExperiment } from "@pipepilot/domain/experiment/tracked";
import { restoreExperiment, trashExperiment } from "@pipepilot/domain/experiment/trash";
import { z } from "zod";
import { DEFAULT_ID, DEFAULT_NAME, experimentId } from "../experiment-id";
import { pageOf, searchOptions, tokenOut } from "../search-options";
import { int64, keyValue, list, optionalText, readInput } from "../wire";
import type { Route } from "./index";

const byId = z.object({ experiment_id: z.string() });

const search: Pick<Route, "path" | "handle"> = {
  path: "experiments/search",
  async handle({ ctx, input }) {
    const { filter, order_by, view_type, ...page } = readInput(searchOptions, input);
    const { experiments, nextPageToken } = await searchExperiments({
      ctx,
      input: { filter, orderBy: order_by, viewType: view_type, ...pageOf(page) },
    });
    return { experiments: experiments.map(experimentOut), ...tokenOut(nextPageToken) };
  },
};

export const experimentRoutes: readonly Route[] = [
  { method: "GET", ...search },
  { method: "POST", ...search },
  {
    method: "POST",
    path: "experiments/create",
    fields: { createdAt: "creation_time" },
    async handle({ ctx, input }) {
      const schema = z.object({
        name: z.string(),
        artifact_location: optionalText,
        tags: list(keyValue),
        /** Ours: what is imported keeps its date. */
        creation_time: int64.optional(),
      });
      const { name, artifact_location, tags, creation_time } = readInput(schema, input);
      if (artifact_location?.startsWith("runs:"))
        throw new DomainError(
          "invalid_input",
          `Artifact location cannot be a runs:/ URI. Given: '${artifact_location.slice(0, 300)}'`,
        );
      const own = { name, artifactLocation: artifact_location, createdAt: creation_time, tags };
      const { id } = await createExperiment({ ctx, input: own });
      return { experiment_id: id };
    },
  },
  {
    method: "GET",
    path: "experiments/get",
    async handle({ ctx, input }) {
      const id = await experimentId(ctx, readInput(byId, input).experiment_id);
      return { experiment: experimentOut(await getTrackedExperiment({ ctx, input: { id } })) };
    },
  },
  {
    method: "GET",
    path: "experiments/get-by-name",
    fields: { name: "experiment_name" },
    async handle({ ctx, input }) {
      const { experiment_name: name } = readInput(z.object({ experiment_name: z.string() }), input);
      const selector = name === DEFAULT_NAME ? { id: await experimentId(ctx, DEFAULT_ID) } : { name };
      return { experiment: experimentOut(await getTrackedExperiment({ ctx, input: selector })) };
    },
  },
  {
    method: "POST",
    path: "experiments/update",
    fields: { name: "new_name" },
    async handle({ ctx, input }) {
      const { experiment_id, new_name } = readInput(byId.extend({ new_name: z.string() }), input);
      await renameExperiment({ ctx, input: { id: await experimentId(ctx, experiment_id), name: new_name } });
      return {};
    },
  },
  {
    method: "POST",
    path: "experiments/delete",
    async handle({ ctx, input }) {
      await trashExperiment({
        ctx,
        input: { id: await experimentId(ctx, readInput(byId, input).experiment_id) },
      });
      return {};
    },
  },
  {
    method: "POST",
    path: "experiments/restore",
    async handle({ ctx, input }) {
      await restoreExperiment({
        ctx,
        input: { id: await experimentId(ctx, readInput(byId, input).experiment_id) },
      });
      return {};
    },
  },
  {
    method: "POST",
    path: "experiments/set-experiment-tag",
    async handle({ ctx, input }) {
      const { experiment_id, key, value } = readInput(byId.extend(keyValue.shape), input);
      await setExperimentTag({ ctx, input: { id: await experimentId(ctx, experiment_id), key, value } });
      return {};
    },
  },
  {
    method: "POST",
    path: "experiments/delete-experiment-tag",
    async handle({ ctx, input }) {
      const { experiment_id, key } = readInput(byId.extend({ key: z.string() }), input);
      await deleteExperimentTag({ ctx, input: { id: await experimentId(ctx, experiment_id), key } });
      return {};
    },
  },
];

export function experimentOut(experiment: TrackedExperiment) {
  const { id, name, createdAt, updatedAt, deletedAt, tags } = experiment;
  return {
    experiment_id: id,
    name,
    artifact_location: artifactLocation(experiment),
    lifecycle_stage: deletedAt ? "deleted" : "active",
    last_update_time: updatedAt.getTime(),
    creation_time: createdAt.getTime(),
    tags,
  };
}

import { createModel } from "@pipepilot/domain/model/create";
import { deleteModel } from "@pipepilot/domain/model/delete";
import { getModelRecord } from "@pipepilot/domain/model/get-record";
import { getVersionByAlias } from "@pipepilot/domain/model/get-version-by-alias";
import { getLatestVersions } from "@pipepilot/domain/model/latest-versions";
import { renameModel } from "@pipepilot/domain/model/rename";
import { searchModels } from "@pipepilot/domain/model/search";
import { setAlias } from "@pipepilot/domain/model/set-alias";
import { setModelTag } from "@pipepilot/domain/model/set-tag";
import { updateModel } from "@pipepilot/domain/model/update";
import { z } from "zod";
import { stageName, version, versionNumber } from "../model-version";
import { modelOut, versionOut } from "../registry-out";
import { modelConditions, modelOrder, searchInput } from "../registry-search";
import { keyValue, list, optionalText, readInput } from "../wire";
import type { Route } from "./index";

const byName = z.object({ name: z.string() });
const byAlias = byName.extend({ alias: z.string() });

/** Clients ask with one method and, where that is not there, with the other. */
const latestVersions = (method: Route["method"]): Route => ({
  method,
  path: "registered-models/get-latest-versions",
  async handle({ ctx, input }) {
    const { name, stages } = readInput(byName.extend({ stages: list(z.string()) }), input);
    const own = { model: name, stages: stages.map(stageName) };
    return { model_versions: (await getLatestVersions({ ctx, input: own })).map(versionOut) };
  },
});

export const registeredModelRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "registered-models/create",
    async handle({ ctx, input }) {
      const schema = byName.extend({ description: optionalText, tags: list(keyValue) });
      return { registered_model: modelOut(await createModel({ ctx, input: readInput(schema, input) })) };
    },
  },
  {
    method: "GET",
    path: "registered-models/get",
    async handle({ ctx, input }) {
      const { name: model } = readInput(byName, input);
      return { registered_model: modelOut(await getModelRecord({ ctx, input: { model } })) };
    },
  },
  {
    method: "PATCH",
    path: "registered-models/update",
    async handle({ ctx, input }) {
      const { name: model, description = "" } = readInput(
        byName.extend({ description: optionalText }),
        input,
      );
      return { registered_model: modelOut(await updateModel({ ctx, input: { model, description } })) };
    },
  },
  {
    method: "POST",
    path: "registered-models/rename",
    fields: { name: "new_name", model: "name" },
    async handle({ ctx, input }) {
      const { name: model, new_name: name } = readInput(byName.extend({ new_name: z.string() }), input);
      return { registered_model: modelOut(await renameModel({ ctx, input: { model, name } })) };
    },
  },
  {
    method: "DELETE",
    path: "registered-models/delete",
    async handle({ ctx, input }) {
      await deleteModel({ ctx, input: { model: readInput(byName, input).name } });
      return {};
    },
  },
  {
    method: "GET",
    path: "registered-models/search",
    async handle({ ctx, input }) {
      const { filter, order_by, max_results, page_token } = readInput(searchInput, input);
      const own = {
        ...modelConditions(filter),
        orderBy: modelOrder(order_by),
        limit: max_results,
        cursor: page_token,
      };
      const { items, nextCursor } = await searchModels({ ctx, input: own });
      return {
        registered_models: items.map(modelOut),
        ...(nextCursor !== null && { next_page_token: nextCursor }),
      };
    },
  },
  latestVersions("GET"),
  latestVersions("POST"),
  {
    method: "POST",
    path: "registered-models/set-tag",
    async handle({ ctx, input }) {
      const { name: model, key, value } = readInput(byName.extend(keyValue.shape), input);
      await setModelTag({ ctx, input: { model, key, value } });
      return {};
    },
  },
  {
    method: "DELETE",
    path: "registered-models/delete-tag",
    async handle({ ctx, input }) {
      const { name: model, key } = readInput(byName.extend({ key: z.string() }), input);
      await setModelTag({ ctx, input: { model, key, value: null } });
      return {};
    },
  },
  {
    method: "POST",
    path: "registered-models/alias",
    async handle({ ctx, input }) {
      const { name: model, alias, version: given } = readInput(byAlias.extend({ version }), input);
      await setAlias({ ctx, input: { model, alias, number: versionNumber(given) } });
      return {};
    },
  },
  {
    method: "DELETE",
    path: "registered-models/alias",
    async handle({ ctx, input }) {
      const { name: model, alias } = readInput(byAlias, input);
      await setAlias({ ctx, input: { model, alias, number: null } });
      return {};
    },
  },
  {
    method: "GET",
    path: "registered-models/alias",
    async handle({ ctx, input }) {
      const { name: model, alias } = readInput(byAlias, input);
      return { model_version: versionOut(await getVersionByAlias({ ctx, input: { model, alias } })) };
    },
  },
];

import type { ProjectContext } from "@pipepilot/domain/context";
import { DomainError } from "@pipepilot/domain/errors";
import { deleteVersion } from "@pipepilot/domain/model/delete-version";
import { getDownloadUri } from "@pipepilot/domain/model/download-uri";
import { getVersionRecord } from "@pipepilot/domain/model/get-version-record";
import { registerVersion } from "@pipepilot/domain/model/register-version";
import { searchVersions } from "@pipepilot/domain/model/search-versions";
import { setModelTag } from "@pipepilot/domain/model/set-tag";
import { transitionStage } from "@pipepilot/domain/model/transition-stage";
import { updateVersionDescription } from "@pipepilot/domain/model/update-description";
import { z } from "zod";
import { stageName, versionNumber, versionSelector } from "../model-version";
import { versionOut } from "../registry-out";
import { searchInput, versionConditions, versionOrder } from "../registry-search";
import { keyValue, list, optionalText, readInput } from "../wire";
import type { Route } from "./index";

interface Selected {
  readonly model: string;
  readonly number: number;
}

const selected = ({ name, version }: z.infer<typeof versionSelector>): Selected => ({
  model: name,
  number: versionNumber(version),
});

/** Stages in which MLflow archives what stands there. */
const ACTIVE = ["Staging", "Production"];

async function answer(ctx: ProjectContext, input: Selected) {
  return { model_version: versionOut(await getVersionRecord({ ctx, input })) };
}

export const modelVersionRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "model-versions/create",
    async handle({ ctx, input }) {
      const schema = z.object({
        name: z.string(),
        source: z.string(),
        run_id: optionalText,
        run_link: optionalText,
        model_id: optionalText,
        description: optionalText,
        tags: list(keyValue),
      });
      const { name: model, source, run_id: runId, run_link: runLink, ...rest } = readInput(schema, input);
      const { model_id: loggedModelId, description, tags } = rest;
      const own = { model, source, runId, loggedModelId, runLink, description, tags };
      return { model_version: versionOut(await registerVersion({ ctx, input: own })) };
    },
  },
  {
    method: "GET",
    path: "model-versions/get",
    handle: ({ ctx, input }) => answer(ctx, selected(readInput(versionSelector, input))),
  },
  {
    method: "PATCH",
    path: "model-versions/update",
    async handle({ ctx, input }) {
      const { description = "", ...given } = readInput(
        versionSelector.extend({ description: optionalText }),
        input,
      );
      const own = selected(given);
      await updateVersionDescription({ ctx, input: { ...own, description } });
      return answer(ctx, own);
    },
  },
  {
    method: "DELETE",
    path: "model-versions/delete",
    async handle({ ctx, input }) {
      await deleteVersion({ ctx, input: selected(readInput(versionSelector, input)) });
      return {};
    },
  },
  {
    method: "GET",
    path: "model-versions/search",
    async handle({ ctx, input }) {
      const { filter, order_by, max_results, page_token } = readInput(searchInput, input);
      const own = {
        ...versionConditions(filter),
        orderBy: versionOrder(order_by),
        limit: max_results,
        cursor: page_token,
      };
      const { items, nextCursor } = await searchVersions({ ctx, input: own });
      return {
        model_versions: items.map(versionOut),
        ...(nextCursor !== null && { next_page_token: nextCursor }),
      };
    },
  },
  {
    method: "GET",
    path: "model-versions/get-download-uri",
    async handle({ ctx, input }) {
      const own = selected(readInput(versionSelector, input));
      return { artifact_uri: await getDownloadUri({ ctx, input: own }) };
    },
  },
  {
    method: "POST",
    path: "model-versions/transition-stage",
    async handle({ ctx, input }) {
      const schema = versionSelector.extend({
        stage: z.string(),
        archive_existing_versions: z.boolean().nullish(),
      });
      const { stage: given, archive_existing_versions: archives, ...selector } = readInput(schema, input);
      const stage = stageName(given);
      if (archives && !ACTIVE.includes(stage))
        throw new DomainError(
          "invalid_input",
          `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are ['${ACTIVE.join("', '")}']`,
        );
      const own = selected(selector);
      // MLflow would leave two versions in Production; here the one that stands there makes room.
      await transitionStage({ ctx, input: { ...own, stage, archiveExisting: archives || undefined } });
      return answer(ctx, own);
    },
  },
  {
    method: "POST",
    path: "model-versions/set-tag",
    async handle({ ctx, input }) {
      const { key, value, ...selector } = readInput(versionSelector.extend(keyValue.shape), input);
      await setModelTag({ ctx, input: { ...selected(selector), key, value } });
      return {};
    },
  },
  {
    method: "DELETE",
    path: "model-versions/delete-tag",
    async handle({ ctx, input }) {
      const { key, ...selector } = readInput(versionSelector.extend({ key: z.string() }), input);
      await setModelTag({ ctx, input: { ...selected(selector), key, value: null } });
      return {};
    },
  },
];

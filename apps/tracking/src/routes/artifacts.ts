import { getArtifactExperiment } from "@pipepilot/domain/artifact/experiment";
import { listArtifacts } from "@pipepilot/domain/artifact/list";
import type { ArtifactRoot } from "@pipepilot/domain/artifact/schema";
import type { ProjectContext } from "@pipepilot/domain/context";
import { z } from "zod";
import { artifactPath } from "../artifact-path";
import { artifactUri } from "../artifact-uri";
import { fileInfoOut } from "../file-info-out";
import { loggedModelIdOf } from "../logged-model-id";
import { runIdOf, runSelector } from "../run-id";
import { optionalText, readInput } from "../wire";
import type { Route } from "./index";

/** MLflow's own server never parts a list, so few clients ask for the next page. */
const PAGE = 10_000;

const page = { page_token: optionalText };

export const artifactRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "artifacts/list",
    async handle({ ctx, input }) {
      const schema = runSelector.extend({ path: optionalText, ...page });
      const { path, page_token, ...selector } = readInput(schema, input);
      return listing(ctx, { runId: runIdOf(selector) }, path, page_token);
    },
  },
  {
    method: "GET",
    path: "logged-models/:model_id/artifacts/directories",
    async handle({ ctx, input }) {
      const schema = z.object({ artifact_directory_path: optionalText, ...page });
      const { artifact_directory_path, page_token } = readInput(schema, input);
      return listing(ctx, { modelId: loggedModelIdOf(input) }, artifact_directory_path, page_token);
    },
  },
];

async function listing(ctx: ProjectContext, root: ArtifactRoot, given = "", cursor?: string) {
  const input = { root, path: artifactPath(given), limit: PAGE, cursor };
  const [experiment, { items, nextCursor }] = await Promise.all([
    getArtifactExperiment({ ctx, input: root }),
    listArtifacts({ ctx, input }),
  ]);
  return {
    root_uri: artifactUri(experiment, root),
    files: items.map(fileInfoOut),
    ...(nextCursor !== null && { next_page_token: nextCursor }),
  };
}

import type { ProjectContext } from "@pipepilot/domain/context";
import { getArtifactExperiment, type ArtifactExperiment } from "@pipepilot/domain/artifact/experiment";
import type { ArtifactRoot } from "@pipepilot/domain/artifact/schema";
import { notFound } from "@pipepilot/domain/errors";
import { artifactPath } from "./artifact-path";

/** Clients read it as: ask the server that tracks. */
const SCHEME = "mlflow-artifacts:";

const ADDRESS = /^(?:(.+?)\/)?(?:([0-9a-f]{32})|models\/(m-[0-9a-f]{32}))\/artifacts(?:\/(.*))?$/s;

/** Where the artifacts of an experiment's runs and models are. */
export function artifactLocation({ id, artifactLocation }: ArtifactExperiment): string {
  return artifactLocation ?? `${SCHEME}/${id}`;
}

export function artifactUri(experiment: ArtifactExperiment, root: ArtifactRoot): string {
  const own = "runId" in root ? root.runId : `models/${root.modelId}`;
  return `${artifactLocation(experiment).replace(/\/+$/, "")}/${own}/artifacts`;
}

/**
 * What clients make of an artifact's address when they ask the server for it, without scheme and host: whose it is, and
 * the path from there.
 * @throws DomainError invalid_input for a path that leads out
 * @throws DomainError not_found where it is no run's or model's of this project
 */
export async function placeOf(
  ctx: ProjectContext,
  given: string,
): Promise<{ root: ArtifactRoot; path: string }> {
  const whole = artifactPath(given);
  const found = ADDRESS.exec(whole);
  if (!found) throw notFound("run or logged model at", whole);
  const [, prefix = "", runId, modelId, path = ""] = found;
  const root = runId === undefined ? { modelId } : { runId };
  const location = artifactLocation(await getArtifactExperiment({ ctx, input: root }));
  // What stands elsewhere is not ours to give.
  if (!location.startsWith(SCHEME) || artifactPath(new URL(location).pathname.slice(1)) !== prefix)
    throw notFound("run or logged model at", whole);
  return { root, path };
}

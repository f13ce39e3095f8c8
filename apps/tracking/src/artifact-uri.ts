import type { ProjectContext } from "@pipepilot/domain/context";
import { getArtifactExperiment, type ArtifactExperiment } from "@pipepilot/domain/artifact/experiment";
import { artifactLocation, standsUnder } from "@pipepilot/domain/artifact/location";
import type { ArtifactRoot, ReadableRoot } from "@pipepilot/domain/artifact/schema";
import { DomainError, notFound } from "@pipepilot/domain/errors";
import { VERSION_FILES } from "@pipepilot/domain/model/source";
import { artifactPath } from "./artifact-path";

/** The files of a registered version. */
const VERSION_ADDRESS = new RegExp(
  `^${VERSION_FILES}/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/(.*))?$`,
  "s",
);

const ADDRESS =
  /^(?:(.+?)\/)?(?:traces\/([A-Za-z0-9][\w-]{0,49})|models\/(m-[0-9a-f]{32})|([0-9a-f]{32}))\/artifacts(?:\/(.*))?$/s;

export function artifactUri(experiment: ArtifactExperiment, root: ArtifactRoot): string {
  const own =
    "runId" in root ? root.runId : "modelId" in root ? `models/${root.modelId}` : `traces/${root.traceId}`;
  return `${artifactLocation(experiment).replace(/\/+$/, "")}/${own}/artifacts`;
}

/**
 * What clients make of an artifact's address when they ask the server for it, without scheme and host: whose it is, and
 * the path from there.
 * @throws DomainError invalid_input for a path that leads out
 * @throws DomainError not_found where it is no run's, model's or version's of this project
 */
export async function placeOf(
  ctx: ProjectContext,
  given: string,
): Promise<{ root: ReadableRoot; path: string }> {
  const whole = artifactPath(given);
  const version = VERSION_ADDRESS.exec(whole);
  if (version) return { root: { modelVersionId: version[1] }, path: version[2] ?? "" };
  const found = ADDRESS.exec(whole);
  if (!found) throw notFound("run or logged model at", whole);
  const [, prefix = "", traceId, modelId, runId, path = ""] = found;
  const root = traceId !== undefined ? { traceId } : modelId !== undefined ? { modelId } : { runId };
  // What stands elsewhere is not ours to give.
  if (!standsUnder(await getArtifactExperiment({ ctx, input: root }), prefix))
    throw notFound("run or logged model at", whole);
  return { root, path };
}

/** @throws DomainError invalid_input where it is a version's: these never change */
export function requireWritable(root: ReadableRoot): ArtifactRoot {
  if (!("modelVersionId" in root)) return root;
  throw new DomainError("invalid_input", "The files of a model version never change. Register another one.");
}

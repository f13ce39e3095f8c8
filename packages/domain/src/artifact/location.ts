import type { ArtifactExperiment } from "./experiment";

/** Clients read it as: ask the server that tracks. */
export const ARTIFACT_SCHEME = "mlflow-artifacts:";

/** Where the artifacts of an experiment's runs and models are. */
export function artifactLocation({ id, artifactLocation }: ArtifactExperiment): string {
  return artifactLocation ?? `${ARTIFACT_SCHEME}/${id}`;
}

/** Whether they are here, under this path of an address. */
export function standsUnder(experiment: ArtifactExperiment, path: string): boolean {
  const location = artifactLocation(experiment);
  if (!location.startsWith(ARTIFACT_SCHEME)) return false;
  return plain(new URL(location).pathname) === plain(path);
}

const plain = (path: string) =>
  fullyDecoded(path)
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");

/** Until nothing is left to decode: clients encode what they were told once more. */
export function fullyDecoded(text: string): string {
  for (let before = text; ;) {
    const after = before.replace(/(%[0-9a-f]{2})+/gi, decoded);
    if (after === before) return after;
    before = after;
  }
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

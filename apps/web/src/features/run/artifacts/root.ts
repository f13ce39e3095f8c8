import type { ArtifactRoot } from "@pipepilot/domain/artifact/schema";

/** Whose files: the run's, or a logged model's. */
export interface NamedRoot {
  label: string;
  root: ArtifactRoot;
}

export const rootKey = (root: ArtifactRoot) => ("runId" in root ? root.runId : root.modelId);

/** Where a file is got: shown in place, or downloaded. */
export function artifactHref(
  project: string,
  root: ArtifactRoot,
  path: string,
  how: "view" | "artifacts",
): string {
  const owner = "runId" in root ? `runs/${root.runId}` : `logged-models/${root.modelId}`;
  return `/api/projects/${project}/${owner}/${how}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

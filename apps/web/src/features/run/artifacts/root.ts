import type { ArtifactRoot } from "@pipepilot/domain/artifact/schema";
import { addressPart } from "@/features/link/address-part";

/** Whose files a run's page shows: the run's, or a logged model's. */
export type ShownRoot = Exclude<ArtifactRoot, { traceId: string }>;

export interface NamedRoot {
  label: string;
  root: ShownRoot;
}

export const rootKey = (root: ShownRoot) => ("runId" in root ? root.runId : root.modelId);

/** Where a file is got: shown in place, or downloaded. */
export function artifactHref(
  project: string,
  root: ShownRoot,
  path: string,
  how: "view" | "artifacts",
): string {
  const owner = "runId" in root ? `runs/${root.runId}` : `logged-models/${root.modelId}`;
  return `/api/projects/${project}/${owner}/${how}/${path.split("/").map(addressPart).join("/")}`;
}

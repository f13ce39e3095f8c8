import { placeArtifact } from "../artifact/place";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { logArtifactInput, type LogArtifactInput } from "./schema";

/**
 * Names a stored object as one of the run's artifacts; the same path again names the new object instead.
 * @throws DomainError not_found
 * @throws DomainError invalid_input where the path is a folder, or goes through a file
 * @throws DomainError bundle_invalid where the store does not hold the object
 */
export async function logArtifact({ ctx, input }: Call<ProjectContext, LogArtifactInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, path, blob } = parse(logArtifactInput, input);
  await transact(ctx, (tx) => placeArtifact(tx, ctx, { runId }, { path, blob }));
}

import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { deleteArtifactsInput, type DeleteArtifactsInput } from "./schema";
import { artifactsOf, lockRoot } from "./table";

/**
 * Deletes a file, or a folder with all in it, of a run's or a logged model's artifacts; "" is everything. What is not there
 * is no error.
 * @throws DomainError not_found for the run or model
 */
export async function deleteArtifacts({
  ctx,
  input,
}: Call<ProjectContext, DeleteArtifactsInput>): Promise<{ deleted: number }> {
  authorise(ctx, "run:write");
  const { root, path } = parse(deleteArtifactsInput, input);
  return transact(ctx, async (tx) => {
    await lockRoot(tx, ctx, root);
    const deleted = await tx.$executeRaw`
      DELETE FROM ${artifactsOf(ctx, root)} AND (${path} = '' OR path = ${path} OR starts_with(path, ${`${path}/`}))`;
    if ("runId" in root) await announce(tx, ctx, { noun: "run", id: root.runId });
    return { deleted };
  });
}

import { objectKey } from "@pipepilot/storage";
import { recordBlob } from "../blob/record";
import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockRun } from "./lock";
import { logArtifactInput, type LogArtifactInput } from "./schema";
import { requireStored } from "./stored";

/**
 * Names a stored object as one of the run's artifacts; the same path again names the new object instead.
 * @throws DomainError not_found
 * @throws DomainError bundle_invalid where the store does not hold the object
 */
export async function logArtifact({ ctx, input }: Call<ProjectContext, LogArtifactInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, path, blob } = parse(logArtifactInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    await lockRun(tx, ctx, runId);
    await recordBlob(tx, { ...blob, key: objectKey(blob.hash) });
    await requireStored(ctx.store, [{ path, ...blob }]);
    const size = BigInt(blob.size);
    await tx.artifact.upsert({
      where: { projectId_runId_path: { projectId, runId, path } },
      create: { projectId, runId, path, blobHash: blob.hash, size },
      update: { blobHash: blob.hash, size },
    });
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

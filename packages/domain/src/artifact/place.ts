import type { Transaction } from "@pipepilot/db";
import { objectKey } from "@pipepilot/storage";
import { recordBlob } from "../blob/record";
import type { ProjectContext } from "../context";
import { announce } from "../event/record";
import { requireStored } from "../run/stored";
import type { ArtifactRoot } from "./schema";
import { lockRoot, refuseTakenPath, tableOf } from "./table";

interface Placed {
  readonly path: string;
  readonly blob: { readonly hash: string; readonly size: number };
}

/**
 * Names a stored object as an artifact; the same path again names the new object instead.
 * @throws DomainError not_found for the root
 * @throws DomainError invalid_input where the path is a folder, or goes through a file
 * @throws DomainError bundle_invalid where the store does not hold the object
 */
export async function placeArtifact(
  tx: Transaction,
  ctx: ProjectContext,
  root: ArtifactRoot,
  { path, blob }: Placed,
): Promise<void> {
  const { hash, size } = blob;
  await lockRoot(tx, ctx, root);
  await refuseTakenPath(tx, ctx, root, path);
  await recordBlob(tx, { hash, size, key: objectKey(hash) });
  await requireStored(ctx.store, [{ path, hash, size }]);
  const { name, owner, ownerId } = tableOf(root);
  await tx.$executeRaw`
    INSERT INTO ${name} ("projectId", ${owner}, path, "blobHash", size)
    VALUES (${ctx.project.id}::uuid, ${ownerId}, ${path}, ${hash}, ${BigInt(size)})
    ON CONFLICT ("projectId", ${owner}, path) DO UPDATE SET "blobHash" = EXCLUDED."blobHash", size = EXCLUDED.size`;
  if ("runId" in root) await announce(tx, ctx, { noun: "run", id: root.runId });
}

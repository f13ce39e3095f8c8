import type { ObjectSource } from "@pipepilot/storage";
import { deleteBlob } from "../blob/release";
import { storeBlob } from "../blob/store";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { placeArtifact } from "./place";
import { ARTIFACT_BYTES, artifactInput, type ArtifactInput } from "./schema";
import { refuseTakenPath, requireRoot } from "./table";

/**
 * Stores a file as an artifact of a run or a logged model; the same path again replaces it. When anything fails, nothing
 * of it stays. What can be refused is refused before the source is read.
 * @throws DomainError not_found for the run or model
 * @throws DomainError invalid_input where the path is a folder, or goes through a file
 * @throws DomainError too_large, store_unavailable; and what the source throws
 */
export async function storeArtifact({
  ctx,
  input,
  source,
  maxBytes = ARTIFACT_BYTES,
  signal,
}: Call<ProjectContext, ArtifactInput> & {
  source: ObjectSource;
  maxBytes?: number;
  signal?: AbortSignal;
}): Promise<{ hash: string; size: number }> {
  authorise(ctx, "run:write");
  const { root, path } = parse(artifactInput, input);
  await requireRoot(ctx, root);
  await refuseTakenPath(ctx.db.prisma, ctx, root, path);
  const blob = await storeBlob(ctx, source, { maxBytes, signal });
  const { hash, size, recordedAt } = blob;
  try {
    await transact(ctx, (tx) => placeArtifact(tx, ctx, root, { path, blob }));
  } catch (error) {
    // What cannot be removed now (the database is away) waits for deleteUnreferencedBlobs.
    await deleteBlob(ctx, hash, recordedAt).catch(() => undefined);
    throw error;
  }
  return { hash, size };
}

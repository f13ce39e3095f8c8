import type { Readable } from "node:stream";
import { objectKey, StorageError, type ByteRange } from "@pipepilot/storage";
import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import type { ArtifactRef } from "../run/schema";
import { findArtifactInput, type FindArtifactInput, type ReadableRoot } from "./schema";
import { artifactsOf, requireRoot } from "./table";

export interface FoundArtifact extends ArtifactRef {
  /** The bytes, or some of them, as they come from the store; whoever does not read them to the end destroys the stream. */
  open(range?: ByteRange): Promise<Readable>;
}

/**
 * A file among the artifacts of a run or a logged model, or of a version's files.
 * @throws DomainError not_found for the run, the model, the version or the file
 * @throws DomainError invalid_input where the path is a folder's
 */
export async function findArtifact({
  ctx,
  input,
}: Call<ProjectContext, FindArtifactInput>): Promise<FoundArtifact> {
  authorise(ctx, "project:read");
  const { root, path } = parse(findArtifactInput, input);
  const [row] = await ctx.db.prisma.$queryRaw<{ hash: string; size: bigint; createdAt: Date }[]>`
    SELECT "blobHash" AS hash, size, "createdAt" FROM ${artifactsOf(ctx, root)} AND path = ${path}`;
  if (!row) throw await missing(ctx, root, path);
  return {
    ...row,
    path,
    size: Number(row.size),
    open: (range) => openBlob(ctx, row.hash, range),
  };
}

/** @throws DomainError store_unavailable */
export async function openBlob(
  { store }: ProjectContext,
  hash: string,
  range?: ByteRange,
): Promise<Readable> {
  try {
    return await store.get(objectKey(hash), range);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== "store_unavailable") throw error;
    const message = "The file cannot be read now. Try again in a moment.";
    throw new DomainError("store_unavailable", message, {}, { cause: error });
  }
}

async function missing(ctx: ProjectContext, root: ReadableRoot, path: string): Promise<DomainError> {
  await requireRoot(ctx, root);
  const inside = await ctx.db.prisma.$queryRaw<unknown[]>`
    SELECT path FROM ${artifactsOf(ctx, root)} AND starts_with(path, ${`${path}/`}) LIMIT 1`;
  if (inside.length === 0) return notFound("artifact", path);
  const message = `Artifact path refers to a directory, not a file: '${path}'`;
  return new DomainError("invalid_input", message, { problems: [{ path: "path", message }] });
}

import type { Readable } from "node:stream";
import { objectKey } from "@pipepilot/storage";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { openArtifactInput, type ArtifactRef, type OpenArtifactInput } from "./schema";

export interface OpenedArtifact extends ArtifactRef {
  /** The bytes, as they come from the store; whoever does not read them to the end destroys the stream. */
  readonly content: Readable;
}

/** An artifact's bytes as a stream, whatever their number. @throws DomainError not_found */
export async function openArtifact({
  ctx,
  input,
}: Call<ProjectContext, OpenArtifactInput>): Promise<OpenedArtifact> {
  authorise(ctx, "project:read");
  const { runId, path } = parse(openArtifactInput, input);
  const artifact = await ctx.db.prisma.artifact.findUnique({
    where: { projectId_runId_path: { projectId: ctx.project.id, runId, path } },
  });
  if (!artifact) throw notFound("artifact", path);
  const { blobHash: hash, size, createdAt } = artifact;
  return { path, hash, size: Number(size), createdAt, content: await ctx.store.get(objectKey(hash)) };
}

import type { Readable } from "node:stream";
import { findArtifact } from "../artifact/find";
import type { Call, ProjectContext } from "../context";
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
  const { open, ...artifact } = await findArtifact({ ctx, input: { root: { runId }, path } });
  return { ...artifact, content: await open() };
}

import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findArtifact } from "./find";
import { readArtifactTextInput, type ArtifactTextPart, type ReadArtifactTextInput } from "./schema";

/**
 * The beginning of an artifact as text (UTF-8), for pages that show it in place; nothing beyond is read.
 * @throws DomainError not_found
 * @throws DomainError invalid_input where the path is a folder's, or the file is no text
 */
export async function readArtifactText({
  ctx,
  input,
}: Call<ProjectContext, ReadArtifactTextInput>): Promise<ArtifactTextPart> {
  authorise(ctx, "project:read");
  const { root, path, maxBytes } = parse(readArtifactTextInput, input);
  const { open, size } = await findArtifact({ ctx, input: { root, path } });
  if (size === 0) return { size, text: "", isCut: false };
  const stream = await open({ start: 0, end: Math.min(size, maxBytes) - 1 });
  const bytes = Buffer.concat((await stream.toArray()) as Uint8Array[]);
  const isCut = size > bytes.length;
  return { size, text: decode(bytes, isCut, path), isCut };
}

function decode(bytes: Uint8Array, isCut: boolean, path: string): string {
  try {
    // As a stream: a character that the cut goes through is left out, no error.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isCut });
    if (!text.includes("\0")) return text;
  } catch {
    // Said below.
  }
  throw new DomainError("invalid_input", `${path} is no text.`, { path });
}

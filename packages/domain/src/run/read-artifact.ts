import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { openArtifact } from "./open-artifact";
import { ARTIFACT_TEXT_BYTES, type ArtifactText, type OpenArtifactInput } from "./schema";

/**
 * A small artifact as text (UTF-8), for pages that show it in place.
 * @throws DomainError not_found
 * @throws DomainError too_large above 1 MiB; such an artifact is downloaded
 * @throws DomainError invalid_input where it is no text
 */
export async function readArtifact({
  ctx,
  input,
}: Call<ProjectContext, OpenArtifactInput>): Promise<ArtifactText> {
  const { content, size, ...artifact } = await openArtifact({ ctx, input });
  const { path } = artifact;
  if (size > ARTIFACT_TEXT_BYTES) {
    content.destroy();
    throw new DomainError(
      "too_large",
      `${path} has ${size} bytes; only up to ${ARTIFACT_TEXT_BYTES} are shown.`,
      {
        path,
        size,
        limit: ARTIFACT_TEXT_BYTES,
      },
    );
  }
  const bytes = Buffer.concat((await content.toArray()) as Uint8Array[]);
  try {
    return { ...artifact, size, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw new DomainError("invalid_input", `${path} is no text.`, { path });
  }
}

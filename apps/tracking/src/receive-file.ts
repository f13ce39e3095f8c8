import type { FastifyRequest } from "fastify";
import { ARTIFACT_BYTES } from "@pipepilot/domain/artifact/schema";
import { tooLarge } from "@pipepilot/domain/blob/store";
import { DomainError } from "@pipepilot/domain/errors";

/** An upload lasts as long as it moves; a client that is silent for so long is gone. */
const SILENCE_MS = 60_000;

/**
 * Hands on a request's body as it comes.
 * @throws DomainError too_large, before anything is read, where the client says so itself
 * @throws DomainError invalid_input where the client goes away in the middle
 */
export async function receiveFile<T>(
  { raw, headers }: FastifyRequest,
  use: (body: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  if (Number(headers["content-length"]) > ARTIFACT_BYTES) throw tooLarge(ARTIFACT_BYTES);
  // Without a listener of its own, a connection that times out is cut.
  raw.socket.setTimeout(SILENCE_MS);
  raw.once("end", () => raw.socket.setTimeout(0));
  try {
    return await use(raw);
  } catch (error) {
    if (raw.complete || !raw.destroyed) throw error;
    throw new DomainError("invalid_input", "The upload broke off.", {}, { cause: error });
  }
}

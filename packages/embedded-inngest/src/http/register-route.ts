import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { AppContext } from "../app";
import { EmbeddedInngestError } from "../errors";
import { isAuthorized } from "./signature";

const registration = z.object({ url: z.string(), functions: z.array(z.unknown()) });

/** `POST /fn/register`: an app sends its functions by itself, after a PUT to its serve endpoint. */
export function registerRoute(app: FastifyInstance, { sync, signingKey }: AppContext): void {
  app.post("/fn/register", async (request) => {
    if (signingKey !== undefined && !isAuthorized(request.headers.authorization, signingKey)) {
      throw new EmbeddedInngestError("invalid_signing_key", "the signing key is not the one of this server");
    }
    const parsed = registration.safeParse(request.body);
    if (!parsed.success)
      throw new EmbeddedInngestError("invalid_registration", z.prettifyError(parsed.error));
    await sync.register(parsed.data.url, parsed.data.functions);
    return { ok: true, modified: true, status: 200 };
  });
}

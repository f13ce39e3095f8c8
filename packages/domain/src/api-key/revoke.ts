import { notify } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { CHANNELS, type ServingChange } from "../event/channels";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { revokeApiKeyInput, type RevokeApiKeyInput } from "./schema";

/** Ends a key at once and for good; revoking it again changes nothing. @throws DomainError not_found */
export async function revokeApiKey({ ctx, input }: Call<ProjectContext, RevokeApiKeyInput>): Promise<void> {
  authorise(ctx, "api-key:write");
  const { apiKeyId: id } = parse(revokeApiKeyInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const revoked = await tx.apiKey.updateMany({
      where: { projectId, id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const key = await tx.apiKey.findUnique({
      where: { projectId_id: { projectId, id } },
      select: { hash: true, name: true },
    });
    if (!key) throw notFound("API key", id);
    if (revoked.count === 0) return;
    await recordEvent(tx, ctx, "api-key/revoked", { apiKeyId: id, name: key.name });
    await notify(tx, CHANNELS.serving, { kind: "key", projectId, hash: key.hash } satisfies ServingChange);
    await announce(tx, ctx, { noun: "api-key", id });
  });
}

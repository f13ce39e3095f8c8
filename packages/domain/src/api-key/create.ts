import { notify, type Transaction } from "@pipepilot/db";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { notFound } from "../errors";
import { CHANNELS, type ServingChange } from "../event/channels";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { generateKey, hashKey, prefixOf } from "./key";
import { createApiKeyInput, type CreateApiKeyInput } from "./schema";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a key of the project. Its text is in the answer and nowhere else.
 * @throws DomainError not_found where the default model is not this project's
 */
export async function createApiKey({
  ctx,
  input,
}: Call<ProjectContext, CreateApiKeyInput>): Promise<{ id: string; key: string }> {
  authorise(ctx, "api-key:write");
  const { name, scopes, defaultModel, expiresInDays } = parse(createApiKeyInput, input);
  const projectId = ctx.project.id;
  const key = generateKey();
  const hash = hashKey(key);
  const expiresAt = expiresInDays === undefined ? null : new Date(Date.now() + expiresInDays * DAY_MS);
  const id = await transact(ctx, async (tx) => {
    const defaultModelId =
      defaultModel === undefined ? null : await requireModel(tx, projectId, defaultModel);
    const row = await tx.apiKey.create({
      data: {
        projectId,
        name,
        prefix: prefixOf(key),
        hash,
        scopes: [...new Set(scopes)],
        defaultModelId,
        expiresAt,
        createdBy: actorRecord(ctx.actor),
      },
      select: { id: true },
    });
    await recordEvent(tx, ctx, "api-key/created", { apiKeyId: row.id, name, scopes });
    await notify(tx, CHANNELS.serving, { kind: "key", projectId, hash } satisfies ServingChange);
    await announce(tx, ctx, { noun: "api-key", id: row.id });
    return row.id;
  });
  return { id, key };
}

async function requireModel(tx: Transaction, projectId: string, name: string): Promise<string> {
  const model = await tx.registeredModel.findUnique({
    where: { projectId_name: { projectId, name } },
    select: { id: true },
  });
  if (!model) throw notFound("model", name);
  return model.id;
}

import type { ProjectContext, ProjectId, Services } from "../context";
import { DomainError } from "../errors";
import { hashKey, hasKeyForm } from "./key";
import type { Scope } from "./schema";

export interface AuthenticatedKey {
  readonly ctx: ProjectContext;
  /** What `ServingChange` names the key by. */
  readonly hash: string;
  readonly expiresAt: Date | null;
  /** The model of plain `/invocations`; null: the project's only served one. */
  readonly defaultModelId: string | null;
}

const TOUCH_EVERY_MS = 60_000;

/**
 * The gate into a project for a machine. Whoever asks is told no more than that the key is wrong, revoked or expired.
 * @throws DomainError unauthenticated, key_revoked, key_expired
 */
export async function authenticateKey({
  services,
  key,
}: {
  services: Services;
  key: string;
}): Promise<AuthenticatedKey> {
  const hash = hashKey(key);
  const found = hasKeyForm(key) ? await findKey(services, hash) : null;
  if (!found) throw new DomainError("unauthenticated", "This API key is not valid.");
  const { id, name, scopes, defaultModelId, expiresAt, revokedAt, lastUsedAt, project } = found;
  const now = new Date();
  if (revokedAt) throw new DomainError("key_revoked", "This API key was revoked.");
  if (expiresAt && expiresAt <= now) throw new DomainError("key_expired", "This API key has expired.");
  if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() > TOUCH_EVERY_MS) await touch(services, hash, now);
  const actor = { kind: "apiKey", apiKeyId: id, name, scopes: scopes as Scope[] } as const;
  const ref = { ...project, id: project.id as ProjectId };
  return { ctx: { ...services, actor, project: ref, role: null }, hash, expiresAt, defaultModelId };
}

function findKey({ db }: Services, hash: string) {
  return db.prisma.apiKey.findUnique({
    where: { hash },
    include: { project: { select: { id: true, slug: true, name: true } } },
  });
}

/** Of many processes that see the same key at once, one writes. */
async function touch({ db }: Services, hash: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - TOUCH_EVERY_MS);
  await db.prisma.apiKey.updateMany({
    where: { hash, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] },
    data: { lastUsedAt: now },
  });
}

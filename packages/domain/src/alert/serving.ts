import type { ProjectContext } from "../context";
import { permissionsOf } from "../permissions";
import { listProduction, readPromotions } from "../project/production";
import { KEY_EXPIRES_WITHIN_MS, LOADING_GRACE_MS, MOST_ERRORS } from "./schema";
import type { FoundAlert } from "./work";

/** Production versions that no process answers with, and those whose answers fail too often. */
export async function findServingTrouble(ctx: ProjectContext): Promise<FoundAlert[]> {
  const cards = await listProduction({ ctx });
  const promotions = await readPromotions(
    ctx,
    cards.map(({ modelVersionId }) => modelVersionId),
  );
  return cards.flatMap((card): FoundAlert[] => {
    const { model, number, modelVersionId, serving, figures } = card;
    const promotion = promotions.get(modelVersionId);
    const at = promotion?.at ?? new Date(0);
    if (serving?.state !== "ready") {
      const isNew = Date.now() - at.getTime() < LOADING_GRACE_MS;
      if (isNew && serving?.state !== "failed") return [];
      const state = serving?.state ?? "absent";
      const id = `not-served:${promotion?.id ?? modelVersionId}:${state}`;
      return [
        { kind: "not-served", id, severity: "bad", at, model, number, state, error: serving?.error ?? null },
      ];
    }
    const { recentRequests: requests, recentErrors: errors } = figures ?? {
      recentRequests: 0,
      recentErrors: 0,
    };
    if (requests === 0 || errors / requests <= MOST_ERRORS) return [];
    const id = `serving-errors:${promotion?.id ?? modelVersionId}`;
    return [{ kind: "serving-errors", id, severity: "bad", at: new Date(), model, number, requests, errors }];
  });
}

/** Keys whose applications will be turned away within a week; for those who may see keys. */
export async function findExpiringKeys(ctx: ProjectContext): Promise<FoundAlert[]> {
  if (!permissionsOf(ctx.actor, ctx.role).has("api-key:read")) return [];
  const now = Date.now();
  const keys = await ctx.db.prisma.apiKey.findMany({
    where: {
      projectId: ctx.project.id,
      revokedAt: null,
      expiresAt: { gt: new Date(now), lte: new Date(now + KEY_EXPIRES_WITHIN_MS) },
    },
    orderBy: { expiresAt: "asc" },
    select: { id: true, name: true, expiresAt: true },
  });
  return keys.flatMap(({ id, name, expiresAt }) =>
    expiresAt
      ? [
          {
            kind: "key-expires" as const,
            id: `key-expires:${id}`,
            severity: "warn" as const,
            at: expiresAt,
            name,
          },
        ]
      : [],
  );
}

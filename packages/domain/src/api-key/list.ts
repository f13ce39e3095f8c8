import type { ProjectContext } from "../context";
import { authorise } from "../permissions";
import type { ApiKeyRow, Scope } from "./schema";

/** The project's keys, newest first, revoked and expired ones among them; never a key's text or hash. */
export async function listApiKeys({ ctx }: { ctx: ProjectContext }): Promise<ApiKeyRow[]> {
  authorise(ctx, "api-key:read");
  const projectId = ctx.project.id;
  const [keys, models] = await Promise.all([
    ctx.db.prisma.apiKey.findMany({
      where: { projectId },
      orderBy: { id: "desc" },
      omit: { projectId: true, hash: true },
    }),
    ctx.db.prisma.registeredModel.findMany({ where: { projectId }, select: { id: true, name: true } }),
  ]);
  const modelNames = new Map(models.map(({ id, name }) => [id, name]));
  return keys.map(({ defaultModelId, scopes, createdBy, ...key }) => ({
    ...key,
    // Both were written by createApiKey.
    scopes: scopes as Scope[],
    createdBy: createdBy as ApiKeyRow["createdBy"],
    defaultModel: defaultModelId === null ? null : (modelNames.get(defaultModelId) ?? null),
  }));
}

import type { Prisma, RegisteredModel, Transaction } from "@pipepilot/db";
import type { ModelSummary } from "./schema";

/** A model's newest and Production versions and how many it has. */
export async function summariseModels(
  db: Transaction,
  projectId: string,
  models: readonly RegisteredModel[],
): Promise<ModelSummary[]> {
  const ofThese: Prisma.ModelVersionWhereInput = { projectId, modelId: { in: models.map(({ id }) => id) } };
  const select = { modelId: true, number: true, stage: true, createdAt: true } as const;
  const [counts, latest, production] = await Promise.all([
    db.modelVersion.groupBy({ by: ["modelId"], where: ofThese, _count: { _all: true } }),
    db.modelVersion.findMany({
      where: ofThese,
      distinct: ["modelId"],
      orderBy: [{ modelId: "asc" }, { number: "desc" }],
      select,
    }),
    db.modelVersion.findMany({ where: { ...ofThese, stage: "Production" }, select }),
  ]);
  const countOf = new Map(counts.map(({ modelId, _count }) => [modelId, _count._all]));
  const latestOf = new Map(latest.map(({ modelId, ...version }) => [modelId, version]));
  const productionOf = new Map(production.map(({ modelId, number }) => [modelId, { number }]));
  return models.map(({ id, name, description, createdAt }) => ({
    id,
    name,
    description,
    createdAt,
    versionCount: countOf.get(id) ?? 0,
    latest: latestOf.get(id) ?? null,
    production: productionOf.get(id) ?? null,
  }));
}

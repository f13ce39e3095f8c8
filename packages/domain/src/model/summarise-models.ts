import type { Prisma, RegisteredModel, Transaction } from "@pipepilot/db";
import type { Tag } from "./names";
import type { ModelRef, ModelSummary } from "./schema";

/** A model's newest and Production versions and how many it has. */
export async function summariseModels(
  db: Transaction,
  projectId: string,
  models: readonly RegisteredModel[],
): Promise<ModelSummary[]> {
  const ofThese: Prisma.ModelVersionWhereInput = { projectId, modelId: { in: models.map(({ id }) => id) } };
  const select = { modelId: true, number: true, stage: true, createdAt: true } as const;
  const [counts, latest, production, tags] = await Promise.all([
    db.modelVersion.groupBy({ by: ["modelId"], where: ofThese, _count: { _all: true } }),
    db.modelVersion.findMany({
      where: ofThese,
      distinct: ["modelId"],
      orderBy: [{ modelId: "asc" }, { number: "desc" }],
      select,
    }),
    db.modelVersion.findMany({ where: { ...ofThese, stage: "Production" }, select }),
    readModelTags(db, projectId, models),
  ]);
  const countOf = new Map(counts.map(({ modelId, _count }) => [modelId, _count._all]));
  const latestOf = new Map(latest.map(({ modelId, ...version }) => [modelId, version]));
  const productionOf = new Map(production.map(({ modelId, number }) => [modelId, { number }]));
  return models.map(({ id, name, description, createdAt, updatedAt }) => ({
    id,
    name,
    description,
    createdAt,
    updatedAt,
    tags: tags.get(id) ?? [],
    versionCount: countOf.get(id) ?? 0,
    latest: latestOf.get(id) ?? null,
    production: productionOf.get(id) ?? null,
  }));
}

/** The tags of models, by key, by the model's id. */
export async function readModelTags(
  db: Transaction,
  projectId: string,
  models: readonly Pick<ModelRef, "id">[],
): Promise<Map<string, Tag[]>> {
  const rows = await db.registeredModelTag.findMany({
    where: { projectId, modelId: { in: models.map(({ id }) => id) } },
    orderBy: { key: "asc" },
  });
  const tags = new Map<string, Tag[]>();
  for (const { modelId, key, value } of rows)
    tags.set(modelId, [...(tags.get(modelId) ?? []), { key, value }]);
  return tags;
}

import { Prisma, type RegisteredModel, type Transaction } from "@pipepilot/db";
import { notFound } from "../errors";
import type { ModelRecord, VersionRecord } from "./registry-schema";
import { readModelTags } from "./summarise-models";

/** Of versions `v` of models `m`: which, in which order, how many at most. */
interface Selection {
  readonly where: Prisma.Sql;
  readonly orderBy?: Prisma.Sql;
  readonly limit?: number;
}

/** Versions as records, in one statement however many they are. */
export async function selectVersions(
  db: Transaction,
  projectId: string,
  { where, orderBy = Prisma.sql`v."modelId", v.number`, limit }: Selection,
): Promise<VersionRecord[]> {
  return db.$queryRaw<VersionRecord[]>`
    SELECT v.id, v."modelId", m.name AS model, v.number, v.stage::text AS stage, v.description, v."createdAt",
      v."updatedAt", v."createdBy", v.source, v."runId", v."runLink", v.status::text AS status, v."statusMessage",
      ARRAY(SELECT a.alias FROM "ModelAlias" a WHERE a."projectId" = v."projectId" AND a."modelId" = v."modelId"
        AND a."modelVersionId" = v.id ORDER BY a.alias COLLATE "C") AS aliases,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'value', t.value) ORDER BY t.key COLLATE "C"), '[]')
        FROM "ModelVersionTag" t WHERE t."projectId" = v."projectId" AND t."modelVersionId" = v.id) AS tags
    FROM "ModelVersion" v JOIN "RegisteredModel" m ON m."projectId" = v."projectId" AND m.id = v."modelId"
    WHERE v."projectId" = ${projectId}::uuid AND ${where}
    ORDER BY ${orderBy} LIMIT ${limit ?? null}::int`;
}

/** @throws DomainError not_found */
export async function readVersionRecord(
  db: Transaction,
  projectId: string,
  { model, number }: { model: string; number: number },
): Promise<VersionRecord> {
  const where = Prisma.sql`m."projectId" = ${projectId}::uuid AND m.name = ${model} AND v.number = ${number}::int`;
  const [version] = await selectVersions(db, projectId, { where });
  if (!version) throw notFound("model version", `${model} v${number}`);
  return version;
}

/** @throws DomainError not_found */
export async function readModelRecord(
  db: Transaction,
  projectId: string,
  name: string,
): Promise<ModelRecord> {
  const model = await db.registeredModel.findUnique({ where: { projectId_name: { projectId, name } } });
  if (!model) throw notFound("model", name);
  const [record] = await toModelRecords(db, projectId, [model]);
  return record;
}

/** Models with their tags, aliases and newest versions, in the order given. */
export async function toModelRecords(
  db: Transaction,
  projectId: string,
  models: readonly RegisteredModel[],
): Promise<ModelRecord[]> {
  const modelId = { in: models.map(({ id }) => id) };
  const [tags, aliases, latest] = await Promise.all([
    readModelTags(db, projectId, models),
    db.modelAlias.findMany({
      where: { projectId, modelId },
      select: { modelId: true, alias: true, modelVersion: { select: { number: true } } },
      orderBy: { alias: "asc" },
    }),
    readLatest(
      db,
      projectId,
      models.map(({ id }) => id),
    ),
  ]);
  return models.map(({ id, name, description, createdAt, updatedAt }) => ({
    id,
    name,
    description,
    createdAt,
    updatedAt,
    tags: tags.get(id) ?? [],
    aliases: aliases
      .filter((each) => each.modelId === id)
      .map(({ alias, modelVersion }) => ({ alias, number: modelVersion.number })),
    latestVersions: latest.filter((each) => each.modelId === id),
  }));
}

/** The newest version of each stage that has any, of these models, in the order of stages. */
export async function readLatest(
  db: Transaction,
  projectId: string,
  modelIds: readonly string[],
): Promise<VersionRecord[]> {
  return selectVersions(db, projectId, {
    where: Prisma.sql`v.id IN (
      SELECT DISTINCT ON (n."modelId", n.stage) n.id FROM "ModelVersion" n
      WHERE n."projectId" = ${projectId}::uuid AND n."modelId" = ANY(${modelIds}::uuid[])
      ORDER BY n."modelId", n.stage, n.number DESC)`,
    orderBy: Prisma.sql`v."modelId", v.stage`,
  });
}

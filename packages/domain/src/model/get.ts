import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { positiveNumber } from "../number";
import { decodeCursor, encodeCursor, toPage } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { getModelInput, type GetModelInput, type ModelDetail } from "./schema";
import { readHistory, summariseVersions, VERSION_INCLUDE } from "./summarise";
import { summariseModels } from "./summarise-models";

/** A model with a page of its versions, newest first. @throws DomainError not_found */
export async function getModel({ ctx, input }: Call<ProjectContext, GetModelInput>): Promise<ModelDetail> {
  authorise(ctx, "project:read");
  const { name, cursor, limit } = parse(getModelInput, input);
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  const below = cursor === undefined ? {} : { number: { lt: decodeCursor(positiveNumber, cursor) } };
  const model = await db.registeredModel.findUnique({ where: { projectId_name: { projectId, name } } });
  if (!model) throw notFound("model", name);
  const modelId = model.id;
  const [[summary], loaded, aliases, history] = await Promise.all([
    summariseModels(db, projectId, [model]),
    db.modelVersion.findMany({
      where: { projectId, modelId, ...below },
      include: VERSION_INCLUDE,
      orderBy: { number: "desc" },
      take: limit + 1,
    }),
    db.modelAlias.findMany({
      where: { projectId, modelId },
      select: { alias: true, modelVersion: { select: { number: true } } },
      orderBy: { alias: "asc" },
    }),
    readHistory(db, { projectId, modelId }),
  ]);
  const page = toPage(loaded, limit, (last) => encodeCursor(last.number));
  return {
    ...summary,
    versions: await summariseVersions(db, projectId, page.items),
    nextCursor: page.nextCursor,
    aliases: aliases.map(({ alias, modelVersion }) => ({ alias, number: modelVersion.number })),
    history,
  };
}

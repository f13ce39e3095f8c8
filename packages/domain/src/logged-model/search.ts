import { Prisma } from "@pipepilot/db";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { loggedModelId } from "./keys";
import { readLoggedModels } from "./read";
import { searchLoggedModelsInput, type SearchLoggedModelsInput, type TrackedLoggedModel } from "./schema";

type Search = z.output<typeof searchLoggedModelsInput>;

/** milliseconds since 1970, and who of those made then */
const position = z.tuple([z.int(), loggedModelId]);

/** The models of these experiments that are not in the trash, by creation, then by id. */
export async function searchLoggedModels({
  ctx,
  input,
}: Call<ProjectContext, SearchLoggedModelsInput>): Promise<Page<TrackedLoggedModel>> {
  authorise(ctx, "project:read");
  const { limit, cursor, oldestFirst, ...search } = parse(searchLoggedModelsInput, input);
  const conditions = [
    ...conditionsOf(ctx, search),
    ...(cursor === undefined ? [] : [behind(cursor, oldestFirst)]),
  ];
  const rows = await ctx.db.prisma.$queryRaw<{ id: string; createdAt: Date }[]>`
    SELECT m.id, m."createdAt" FROM "LoggedModel" m WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY m."createdAt" ${oldestFirst ? Prisma.empty : Prisma.sql`DESC`}, m.id LIMIT ${limit + 1}`;
  const page = toPage(rows, limit, ({ id, createdAt }) => encodeCursor([createdAt.getTime(), id]));
  const ids = page.items.map(({ id }) => id);
  return { ...page, items: await readLoggedModels(ctx.db.prisma, ctx.project.id, ids) };
}

/** What must hold of a model `m`. */
function conditionsOf(
  ctx: ProjectContext,
  { experimentIds, name, sourceRunId }: Pick<Search, "experimentIds" | "name" | "sourceRunId">,
): Prisma.Sql[] {
  return [
    Prisma.sql`m."projectId" = ${ctx.project.id}::uuid`,
    Prisma.sql`m."experimentId" = ANY(${experimentIds}::uuid[])`,
    Prisma.sql`m."deletedAt" IS NULL`,
    ...(name === undefined ? [] : [Prisma.sql`m.name = ${name}`]),
    ...(sourceRunId === undefined ? [] : [Prisma.sql`m."sourceRunId" = ${sourceRunId}`]),
  ];
}

function behind(cursor: string, oldestFirst: boolean): Prisma.Sql {
  const [createdAt, id] = decodeCursor(position, cursor);
  const at = Prisma.sql`to_timestamp(${createdAt}::float8 / 1000)`;
  const beyond = oldestFirst ? Prisma.sql`>` : Prisma.sql`<`;
  return Prisma.sql`(m."createdAt" ${beyond} ${at} OR (m."createdAt" = ${at} AND m.id > ${id}))`;
}

import { Prisma, type RegisteredModel } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { allOf, textCondition } from "../search/conditions";
import { afterSql, orderSql, positionOf, textKey, timeKey, type SortKey, type SortStep } from "./keyset";
import { toModelRecords } from "./records";
import type { ModelRecord } from "./registry-schema";
import { matchesTags, MODEL_TAGS } from "./search-conditions";
import { searchModelsInput, type SearchModelsInput } from "./search-schema";

type OrderKey = ReturnType<typeof searchModelsInput.parse>["orderBy"][number]["key"];

const KEYS: Record<OrderKey, SortKey<RegisteredModel>> = {
  name: textKey(Prisma.sql`m.name`, (model) => model.name),
  createdAt: timeKey(Prisma.sql`m."createdAt"`, (model) => model.createdAt),
  updatedAt: timeKey(Prisma.sql`m."updatedAt"`, (model) => model.updatedAt),
};

/** Models that meet all conditions, a page at a time; prompts only where they are asked for. */
export async function searchModels({
  ctx,
  input,
}: Call<ProjectContext, SearchModelsInput>): Promise<Page<ModelRecord>> {
  authorise(ctx, "project:read");
  const { names, tags, orderBy, cursor, limit } = parse(searchModelsInput, input);
  const projectId = ctx.project.id;
  const steps = inOrder(orderBy);
  const conditions = [
    ...names.map((condition) => textCondition(Prisma.sql`m.name`, condition)),
    ...matchesTags(MODEL_TAGS, tags),
    afterSql(steps, cursor),
  ];
  const models = await ctx.db.prisma.$queryRaw<RegisteredModel[]>`
    SELECT m.* FROM "RegisteredModel" m WHERE m."projectId" = ${projectId}::uuid AND ${allOf(conditions)}
    ORDER BY ${orderSql(steps)} LIMIT ${limit + 1}::int`;
  const page = toPage(models, limit, (last) => positionOf(steps, last));
  return { ...page, items: await toModelRecords(ctx.db.prisma, projectId, page.items) };
}

function inOrder(
  orderBy: ReturnType<typeof searchModelsInput.parse>["orderBy"],
): SortStep<RegisteredModel>[] {
  const steps = orderBy.map(({ key, direction }) => ({ key: KEYS[key], direction }));
  return steps.some(({ key }) => key === KEYS.name)
    ? steps
    : [...steps, { key: KEYS.name, direction: "asc" }];
}

import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { allOf, numberRange, textCondition } from "../search/conditions";
import {
  afterSql,
  numberKey,
  orderSql,
  positionOf,
  textKey,
  timeKey,
  type SortKey,
  type SortStep,
} from "./keyset";
import { selectVersions } from "./records";
import type { VersionRecord } from "./registry-schema";
import { matchesTags, VERSION_TAGS } from "./search-conditions";
import { searchVersionsInput, type SearchVersionsInput } from "./search-schema";

type OrderBy = ReturnType<typeof searchVersionsInput.parse>["orderBy"];

const KEYS: Record<OrderBy[number]["key"], SortKey<VersionRecord>> = {
  name: textKey(Prisma.sql`m.name`, (version) => version.model),
  number: numberKey(Prisma.sql`v.number`, (version) => version.number),
  createdAt: timeKey(Prisma.sql`v."createdAt"`, (version) => version.createdAt),
  updatedAt: timeKey(Prisma.sql`v."updatedAt"`, (version) => version.updatedAt),
};

/** Versions of all models that meet all conditions, a page at a time; prompts only where they are asked for. */
export async function searchVersions({
  ctx,
  input,
}: Call<ProjectContext, SearchVersionsInput>): Promise<Page<VersionRecord>> {
  authorise(ctx, "project:read");
  const { names, numbers, runIds, sources, tags, orderBy, cursor, limit } = parse(searchVersionsInput, input);
  const steps = inOrder(orderBy);
  const where = allOf([
    ...names.map((condition) => textCondition(Prisma.sql`m.name`, condition)),
    ...numbers.map((condition) => numberRange(Prisma.sql`v.number`, condition)),
    ...runIds.map((condition) => textCondition(Prisma.sql`v."runId"`, condition)),
    ...sources.map((condition) => textCondition(Prisma.sql`v.source`, condition)),
    ...matchesTags(VERSION_TAGS, tags),
    afterSql(steps, cursor),
  ]);
  const versions = await selectVersions(ctx.db.prisma, ctx.project.id, {
    where,
    orderBy: orderSql(steps),
    limit: limit + 1,
  });
  return toPage(versions, limit, (last) => positionOf(steps, last));
}

function inOrder(orderBy: OrderBy): SortStep<VersionRecord>[] {
  const named = orderBy.map(({ key, direction }) => ({ key: KEYS[key], direction }));
  const missing: SortStep<VersionRecord>[] = [
    { key: KEYS.name, direction: "asc" },
    { key: KEYS.number, direction: "desc" },
  ];
  return [...named, ...missing.filter(({ key }) => !named.some((step) => step.key === key))];
}

import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findRunKeysInput, type FindRunKeysInput, type FoundRunKeys } from "./table-schema";

/** The index that leads with the keys of each kind, and what a query has to say for it. */
const SOURCES = {
  metric: { table: Prisma.sql`"RunMetric"`, indexed: Prisma.sql`k.value >= '-Infinity'::float8` },
  param: { table: Prisma.sql`"RunParam"`, indexed: Prisma.sql`true` },
} as const;

/**
 * The keys in use in a project, by a part of their name: those that begin with it first. It steps from key to key in the index,
 * so that thousands of keys take as long with a million runs as with a thousand.
 */
export async function findRunKeys({
  ctx,
  input,
}: Call<ProjectContext, FindRunKeysInput>): Promise<FoundRunKeys> {
  authorise(ctx, "project:read");
  const { kind, text, limit } = parse(findRunKeysInput, input);
  const { table, indexed } = SOURCES[kind];
  // As in the searches: the project in a form in which the index is taken whatever is known of the project.
  const ofProject = Prisma.sql`k."projectId" = (SELECT ${ctx.project.id}::uuid) AND ${indexed}`;
  const rows = await ctx.db.prisma.$queryRaw<{ key: string }[]>`
    WITH RECURSIVE found AS (
      (SELECT k.key FROM ${table} k WHERE ${ofProject} ORDER BY k.key LIMIT 1)
      UNION ALL
      SELECT (SELECT k.key FROM ${table} k WHERE ${ofProject} AND k.key > found.key ORDER BY k.key LIMIT 1)
      FROM found WHERE found.key IS NOT NULL
    )
    SELECT key FROM found
    WHERE key IS NOT NULL AND strpos(lower(key), lower(${text})) > 0
    ORDER BY NOT starts_with(lower(key), lower(${text})), key COLLATE "C" LIMIT ${limit + 1}::int`;
  return { keys: rows.slice(0, limit).map(({ key }) => key), more: rows.length > limit };
}

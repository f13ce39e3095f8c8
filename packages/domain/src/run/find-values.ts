import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findParamValuesInput, type FindParamValuesInput, type FoundParamValues } from "./table-schema";

/** Whoever looks for one of more values than this types it. */
const LOOKED_AT = 1000;

/**
 * The values that runs of a project have for a parameter, by a part of them: those that begin with it first. Long values are not
 * offered. It steps from value to value in the index, whatever number of runs have each.
 */
export async function findParamValues({
  ctx,
  input,
}: Call<ProjectContext, FindParamValuesInput>): Promise<FoundParamValues> {
  authorise(ctx, "project:read");
  const { param, text, limit } = parse(findParamValuesInput, input);
  const projectId = ctx.project.id;
  const rows = await ctx.db.prisma.$queryRaw<{ value: string }[]>`
    WITH RECURSIVE found AS (
      (SELECT 1 AS n, left(p.value, 500) AS value FROM "RunParam" p
        WHERE p."projectId" = (SELECT ${projectId}::uuid) AND p.key = ${param} ORDER BY left(p.value, 500) LIMIT 1)
      UNION ALL
      SELECT n + 1, (SELECT left(p.value, 500) FROM "RunParam" p
        WHERE p."projectId" = (SELECT ${projectId}::uuid) AND p.key = ${param} AND left(p.value, 500) > found.value
        ORDER BY left(p.value, 500) LIMIT 1)
      FROM found WHERE found.value IS NOT NULL AND n < ${LOOKED_AT}::int
    )
    SELECT value FROM found
    WHERE value IS NOT NULL AND length(value) < 500 AND strpos(lower(value), lower(${text})) > 0
    ORDER BY NOT starts_with(lower(value), lower(${text})), length(value), value COLLATE "C" LIMIT ${limit}::int`;
  return { values: rows.map(({ value }) => value) };
}

import { Prisma } from "@pipepilot/db";
import { z } from "zod";
import type { RunSort } from "./schema";

/**
 * Where a run stands in a sorted list: by `rank` (0 has a value, then NaN or text among numbers, at last no value), then
 * `num`, then `text`, then id. Rank and id do not turn with the direction, so missing values are last either way.
 */
export interface SortKey {
  rank: Prisma.Sql;
  num: Prisma.Sql;
  text: Prisma.Sql;
  /** Joins that the expressions need. */
  join: Prisma.Sql;
}

/** A number as both PostgreSQL and JavaScript write it; where it is beyond a double, the nearest one. */
const doubleText = z
  .string()
  .regex(/^-?(\d{1,400}(\.\d{1,400})?(e[+-]?\d{1,4})?|Infinity)$/)
  .transform((text) => String(Number(text)));

/** A page's last run; `num` as text, since JSON has no infinities. */
export const sortPosition = z.object({
  rank: z.int().min(0).max(2),
  num: doubleText,
  text: z.string(),
  id: z.string(),
});
export type SortPosition = z.infer<typeof sortPosition>;

export function sortKey(sort: RunSort): SortKey {
  if ("metric" in sort) return metricKey(sort.metric);
  if ("param" in sort) return paramKey(sort.param);
  switch (sort.attribute) {
    case "name":
      return textKey(Prisma.sql`lower(r.name)`);
    case "status":
      return textKey(Prisma.sql`r.status::text`);
    case "startTime":
      return numberKey(Prisma.sql`extract(epoch FROM r."startTime")::float8`);
    case "endTime":
      return numberKey(Prisma.sql`extract(epoch FROM r."endTime")::float8`);
    case "duration":
      return numberKey(Prisma.sql`extract(epoch FROM r."endTime" - r."startTime")::float8`);
  }
}

function metricKey(key: string): SortKey {
  const join = Prisma.sql`LEFT JOIN "RunMetric" m
    ON m."projectId" = r."projectId" AND m."runId" = r.id AND m.key = ${key}`;
  return { ...numberKey(Prisma.sql`m.value`), join };
}

/** Parameters are texts; those that read as numbers are sorted as numbers, before the others. */
function paramKey(key: string): SortKey {
  const isNumber = Prisma.sql`(length(p.value) <= 100 AND p.value ~ '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,2})?$')`;
  return {
    rank: Prisma.sql`CASE WHEN p.value IS NULL THEN 2 WHEN ${isNumber} THEN 0 ELSE 1 END`,
    num: Prisma.sql`CASE WHEN ${isNumber} THEN p.value::float8 ELSE 0 END`,
    text: Prisma.sql`CASE WHEN ${isNumber} THEN '' ELSE coalesce(p.value, '') END`,
    join: Prisma.sql`LEFT JOIN "RunParam" p
      ON p."projectId" = r."projectId" AND p."runId" = r.id AND p.key = ${key}`,
  };
}

function numberKey(value: Prisma.Sql): SortKey {
  return {
    rank: Prisma.sql`CASE WHEN ${value} IS NULL THEN 2 WHEN ${value} = 'NaN'::float8 THEN 1 ELSE 0 END`,
    num: Prisma.sql`CASE WHEN ${value} = 'NaN'::float8 THEN 0 ELSE coalesce(${value}, 0) END`,
    text: Prisma.sql`''`,
    join: Prisma.empty,
  };
}

function textKey(value: Prisma.Sql): SortKey {
  return { rank: Prisma.sql`0`, num: Prisma.sql`0::float8`, text: value, join: Prisma.empty };
}

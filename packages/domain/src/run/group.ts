import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { orderBy } from "../search/keyset";
import { transact } from "../transact";
import { findCandidates } from "./search-candidates";
import { RUN, valueOf } from "./search-filter";
import { amongCandidates, inNoOrder } from "./search-query";
import { naturalColumns, numberIn } from "./sort-key";
import {
  groupRunsInput,
  MOST_ROWS,
  type GroupedMetric,
  type GroupRunsInput,
  type RunGroups,
} from "./table-schema";
import { tableSearch } from "./table-search";

/**
 * The runs of a table by the values of a parameter, with mean and deviation of metrics: what repeated trainings are judged by.
 * NaN and infinities are in no mean; `count` says of how many values one is.
 * @throws DomainError not_found, invalid_input as `listRuns`
 */
export async function groupRuns({ ctx, input }: Call<ProjectContext, GroupRunsInput>): Promise<RunGroups> {
  authorise(ctx, "project:read");
  const { param, metrics, limit, ...scope } = parse(groupRunsInput, input);
  const { search } = await tableSearch(ctx, scope);
  // The offset keeps each value from being looked up once for every figure made of it.
  const rows = await transact(ctx, async (tx) => {
    const { sets } = await findCandidates(tx, search, MOST_ROWS);
    const { from, where } = sets.length > 0 ? amongCandidates(search, sets) : inNoOrder(search, sets);
    const values = metrics.map((key) => Prisma.sql`, ${finite(valueOf("RunMetric", key, RUN))}`);
    const columns = metrics.map((_, index) => Prisma.raw(`, m${index}`));
    return tx.$queryRaw<GroupRow[]>`
      SELECT value, runs, figures, count(*) OVER ()::int AS total FROM (
        SELECT value, count(*)::int AS runs, json_build_array(${figuresOf(metrics.length)}) AS figures
        FROM (SELECT ${valueOf("RunParam", param, RUN)} ${Prisma.join([Prisma.empty, ...values], "")}
          FROM ${from} WHERE ${where} OFFSET 0) AS listed (value ${Prisma.join([Prisma.empty, ...columns], "")})
        GROUP BY value) AS g
      ORDER BY ${orderBy(naturalColumns(Prisma.sql`value`, numberIn(Prisma.sql`value`), false))} LIMIT ${limit}::int`;
  });
  const groups = rows.map(({ value, runs, figures }) => ({
    value,
    runs,
    metrics: Object.fromEntries(metrics.map((key, index) => [key, groupedMetric(figures[index])])),
  }));
  return { groups, total: rows.length > 0 ? rows[0].total : 0 };
}

interface GroupRow {
  value: string | null;
  runs: number;
  figures: Figures[];
  total: number;
}

type Figures = [count: number, ...(number | null)[]];

function groupedMetric([count, mean, deviation, min, max]: Figures): GroupedMetric {
  return { count, mean, deviation, min, max };
}

/** Doubles near their limits have no sum and no square: where there are such, there is no mean. */
const SUMMABLE = 1e100;

function figuresOf(metrics: number): Prisma.Sql {
  const figures = Array.from({ length: metrics }, (_, index) => {
    const value = Prisma.raw(`m${index}`);
    const small = Prisma.sql`CASE WHEN abs(${value}) < ${SUMMABLE}::float8 THEN ${value} END`;
    const ifAllSmall = (figure: Prisma.Sql) =>
      Prisma.sql`CASE WHEN max(abs(${value})) < ${SUMMABLE}::float8 THEN ${figure} END`;
    return Prisma.sql`json_build_array(count(${value}), ${ifAllSmall(Prisma.sql`avg(${small})`)},
      ${ifAllSmall(Prisma.sql`stddev_samp(${small})`)}, min(${value}), max(${value}))`;
  });
  return figures.length > 0 ? Prisma.join(figures) : Prisma.empty;
}

function finite(value: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT f FROM ${value} AS one (f) WHERE abs(f) < 'Infinity'::float8)`;
}

import { Prisma, type Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { decodeCursor, encodeCursor, toPage } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { listRunsInput, type ListRunsInput, type RunPage, type RunSort } from "./schema";
import { PARENT_TAG } from "./search-keys";
import { sortKey, sortPosition, type SortPosition } from "./sort-key";
import { summariseRuns } from "./summarise";

/** Reading every run's keys took longer than the page itself from 10,000 runs on. */
const KEYS_FROM_RUNS = 1000;

/**
 * An experiment's runs, a page at a time, sorted by a metric, a parameter or an attribute.
 * @throws DomainError not_found
 */
export async function listRuns({ ctx, input }: Call<ProjectContext, ListRunsInput>): Promise<RunPage> {
  authorise(ctx, "project:read");
  const { experiment: name, sort, children, cursor, limit } = parse(listRunsInput, input);
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  const experiment = await db.experiment.findUnique({
    where: { projectId_name: { projectId, name } },
    select: { id: true, name: true, primaryMetric: true, metricDirection: true },
  });
  if (!experiment) throw notFound("experiment", name);
  const after = cursor === undefined ? null : decodeCursor(sortPosition, cursor);
  const listed = Prisma.sql`r."deletedAt" IS NULL AND ${children ? Prisma.sql`true` : Prisma.sql`NOT ${isChild}`}`;
  const [positions, keys, childCount] = await Promise.all([
    readPositions(db, projectId, experiment.id, { sort, listed, after, count: limit + 1 }),
    readKeys(db, projectId, experiment.id, listed),
    countChildren(db, projectId, experiment.id),
  ]);
  const page = toPage(positions, limit, encodeCursor);
  const items = await summariseRuns(
    db,
    projectId,
    page.items.map(({ id }) => id),
  );
  return { experiment, items, nextCursor: page.nextCursor, childCount, ...keys };
}

/** Of a run `r`. */
const isChild = Prisma.sql`EXISTS (
  SELECT 1 FROM "RunTag" t WHERE t."projectId" = r."projectId" AND t."runId" = r.id AND t.key = ${PARENT_TAG})`;

async function countChildren(db: Transaction, projectId: string, experimentId: string): Promise<number> {
  const [{ count }] = await db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM "Run" r
    WHERE r."projectId" = ${projectId}::uuid AND r."experimentId" = ${experimentId}::uuid AND r."deletedAt" IS NULL
      AND ${isChild}`;
  return count;
}

interface Window {
  sort: RunSort;
  /** Which runs `r` are. */
  listed: Prisma.Sql;
  after: SortPosition | null;
  count: number;
}

function readPositions(db: Transaction, projectId: string, experimentId: string, window: Window) {
  const { rank, num, text, join } = sortKey(window.sort);
  const direction = window.sort.direction === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  return db.$queryRaw<SortPosition[]>`
    SELECT id, rank, num::text AS num, text FROM (
      SELECT r.id, ${rank} AS rank, ${num} AS num, (${text}) COLLATE "C" AS text
      FROM "Run" r ${join}
      WHERE r."projectId" = ${projectId}::uuid AND r."experimentId" = ${experimentId}::uuid
        AND ${window.listed}
    ) AS keyed
    WHERE ${window.after ? isAfter(window.after, window.sort.direction) : Prisma.sql`true`}
    ORDER BY keyed.rank, keyed.num ${direction}, keyed.text ${direction}, keyed.id
    LIMIT ${window.count}`;
}

function isAfter(last: SortPosition, direction: "asc" | "desc"): Prisma.Sql {
  const beyond = direction === "asc" ? Prisma.sql`>` : Prisma.sql`<`;
  return Prisma.sql`(rank > ${last.rank}::int OR (rank = ${last.rank}::int AND (
    num ${beyond} ${last.num}::float8 OR (num = ${last.num}::float8 AND (
      text ${beyond} ${last.text}::text OR (text = ${last.text}::text AND id > ${last.id}::text))))))`;
}

async function readKeys(db: Transaction, projectId: string, experimentId: string, listed: Prisma.Sql) {
  const rows = await db.$queryRaw<{ kind: "metric" | "param"; key: string }[]>`
    WITH newest AS MATERIALIZED (
      SELECT r.id FROM "Run" r
      WHERE r."projectId" = ${projectId}::uuid AND r."experimentId" = ${experimentId}::uuid AND ${listed}
      ORDER BY r."startTime" DESC, r.id LIMIT ${KEYS_FROM_RUNS}::int
    )
    SELECT DISTINCT 'metric' AS kind, key COLLATE "C" AS key FROM "RunMetric"
      WHERE "projectId" = ${projectId}::uuid AND "runId" IN (SELECT id FROM newest)
    UNION ALL
    SELECT DISTINCT 'param', key COLLATE "C" FROM "RunParam"
      WHERE "projectId" = ${projectId}::uuid AND "runId" IN (SELECT id FROM newest)
    ORDER BY 1, 2`;
  const keysOf = (kind: "metric" | "param") => rows.filter((row) => row.kind === kind).map(({ key }) => key);
  return { metricKeys: keysOf("metric"), paramKeys: keysOf("param") };
}

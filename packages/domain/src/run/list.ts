import { Prisma, type Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { decodeCursor, encodeCursor, toPage } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isAfter, orderBy, positionForm, positionOf } from "../search/keyset";
import { listRunsInput, type ListRunsInput, type RunPage } from "./schema";
import { PARENT_TAG } from "./search-keys";
import { byId, sortKey, type SortKey } from "./sort-key";
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
  const key = sortKey(sort);
  const columns = [...key.columns, byId];
  const after = cursor === undefined ? null : decodeCursor(positionForm(columns), cursor);
  const listed = Prisma.sql`r."deletedAt" IS NULL AND ${children ? Prisma.sql`true` : Prisma.sql`NOT ${isChild}`}`;
  const [positions, keys, childCount] = await Promise.all([
    readPositions(db, projectId, experiment.id, { ...key, columns, listed, after, count: limit + 1 }),
    readKeys(db, projectId, experiment.id, listed),
    countChildren(db, projectId, experiment.id),
  ]);
  const page = toPage(positions, limit, ({ position }) => encodeCursor(position));
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

interface Window extends SortKey {
  /** Which runs `r` are. */
  listed: Prisma.Sql;
  /** The position behind which the page begins. */
  after: string[] | null;
  count: number;
}

function readPositions(db: Transaction, projectId: string, experimentId: string, window: Window) {
  const { columns, join, listed, after, count } = window;
  return db.$queryRaw<{ id: string; position: string[] }[]>`
    SELECT r.id, ${positionOf(columns)} AS position
    FROM "Run" r ${join}
    WHERE r."projectId" = ${projectId}::uuid AND r."experimentId" = ${experimentId}::uuid AND ${listed}
      AND ${after ? isAfter(columns, after) : Prisma.sql`true`}
    ORDER BY ${orderBy(columns)} LIMIT ${count}`;
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

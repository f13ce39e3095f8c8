import { Prisma, type Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { allOf, inView } from "../search/conditions";
import { describeRunsInput, type DescribeRunsInput, type RunDescription } from "./table-schema";
import { PARENT_TAG } from "./search-keys";
import { requireExperiment } from "./table-search";

/** Enough to know by what runs differ; with so many keys of each at most, this stays a few milliseconds. */
const NEWEST_RUNS = 200;
const KEYS_OF_A_RUN = 500;

/** What is worth showing of an experiment's runs, judged by the newest of them. @throws DomainError not_found */
export async function describeRuns({
  ctx,
  input,
}: Call<ProjectContext, DescribeRunsInput>): Promise<RunDescription> {
  authorise(ctx, "project:read");
  const { experiment: name, trash, children } = parse(describeRunsInput, input);
  const experiment = await requireExperiment(ctx, name);
  const projectId = ctx.project.id;
  const isListed = allOf([
    Prisma.sql`r."projectId" = ${projectId}::uuid AND r."experimentId" = ${experiment.id}::uuid`,
    ...inView(trash ? "DELETED_ONLY" : "ACTIVE_ONLY", Prisma.sql`r."deletedAt"`),
    ...(children ? [] : [Prisma.sql`NOT ${isChild}`]),
  ]);
  const db = ctx.db.prisma;
  const [rows, [{ hasChildren }]] = await Promise.all([
    readKeys(db, isListed),
    db.$queryRaw<[{ hasChildren: boolean }]>`
      SELECT EXISTS (
        SELECT 1 FROM "RunTag" t JOIN "Run" r ON r."projectId" = t."projectId" AND r.id = t."runId"
        WHERE t."projectId" = ${projectId}::uuid AND t.key = 'mlflow.parentRunId'
          AND r."experimentId" = ${experiment.id}::uuid) AS "hasChildren"`,
  ]);
  const of = (kind: Row["kind"]) => rows.filter((row) => row.kind === kind);
  return {
    metricKeys: of("metric").map(({ key }) => key),
    commonMetrics: of("metric").flatMap(({ key, common }) => (common ? key : [])),
    params: of("param").map(({ key, differs }) => ({ key, differs })),
    tagKeys: of("tag").map(({ key }) => key),
    hasChildren,
  };
}

/** Of a run `r`. */
const isChild = Prisma.sql`EXISTS (
  SELECT 1 FROM "RunTag" t WHERE t."projectId" = r."projectId" AND t."runId" = r.id AND t.key = ${PARENT_TAG})`;

interface Row {
  kind: "metric" | "param" | "tag";
  key: string;
  differs: boolean;
  /** At least one run in ten has it. */
  common: boolean;
}

function readKeys(db: Transaction, isListed: Prisma.Sql): Promise<Row[]> {
  const keysIn = (kind: Row["kind"], table: string, value: Prisma.Sql) => Prisma.sql`
    SELECT ${kind} AS kind, k.key COLLATE "C" AS key,
      count(DISTINCT k.value) > 1 OR count(*) < (SELECT count(*) FROM newest) AS differs,
      10 * count(*) >= (SELECT count(*) FROM newest) AS common
    FROM newest CROSS JOIN LATERAL (
      SELECT key, ${value} AS value FROM ${Prisma.raw(`"${table}"`)}
      WHERE "projectId" = newest."projectId" AND "runId" = newest.id ORDER BY key LIMIT ${KEYS_OF_A_RUN}::int) AS k
    GROUP BY k.key`;
  return db.$queryRaw<Row[]>`
    WITH newest AS MATERIALIZED (
      SELECT r."projectId", r.id FROM "Run" r WHERE ${isListed}
      ORDER BY r."startTime" DESC, r.id LIMIT ${NEWEST_RUNS}::int
    )
    ${keysIn("metric", "RunMetric", Prisma.sql`0`)}
    UNION ALL ${keysIn("param", "RunParam", Prisma.sql`left(value, 500)`)}
    UNION ALL ${keysIn("tag", "RunTag", Prisma.sql`0`)}
    ORDER BY 1, 2`;
}

import { Prisma, type Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { allOf, inView } from "../search/conditions";
import { parseFilter } from "../search/filter";
import { isAfter, orderBy, positionForm, positionOf } from "../search/keyset";
import { parseOrderBy } from "../search/order-by";
import type { TrackedExperiment } from "./schema";
import { experimentColumns, experimentCondition } from "./search-query";
import { searchExperimentsInput, type FoundExperiments, type SearchExperimentsInput } from "./search-schema";

/**
 * The project's experiments by MLflow's filter and order_by, a page at a time. @throws DomainError invalid_input; what is wrong in a
 * filter or an order_by clause has its place in the facts
 */
export async function searchExperiments({
  ctx,
  input,
}: Call<ProjectContext, SearchExperimentsInput>): Promise<FoundExperiments> {
  authorise(ctx, "project:read");
  const { filter, orderBy: clauses, viewType, maxResults, pageToken } = parse(searchExperimentsInput, input);
  const projectId = ctx.project.id;
  const columns = experimentColumns(parseOrderBy("experiment", clauses));
  const after = pageToken ? decodeCursor(positionForm(columns), pageToken) : null;
  const where = allOf([
    Prisma.sql`e."projectId" = ${projectId}::uuid`,
    ...inView(viewType, Prisma.sql`e."deletedAt"`),
    ...parseFilter("experiment", filter).map(experimentCondition),
    ...(after ? [isAfter(columns, after)] : []),
  ]);
  const rows = await ctx.db.prisma.$queryRaw<(Omit<TrackedExperiment, "tags"> & { position: string[] })[]>`
    SELECT e.id, e.name, e."artifactLocation", e."createdAt", e."updatedAt",
      e."deletedAt", ${positionOf(columns)} AS position
    FROM "Experiment" e WHERE ${where} ORDER BY ${orderBy(columns)} LIMIT ${maxResults + 1}`;
  const page = toPage(rows, maxResults, ({ position }) => encodeCursor(position));
  const found = page.items.map(({ position: _, ...experiment }) => experiment);
  return {
    experiments: await withTags(ctx.db.prisma, projectId, found),
    nextPageToken: page.nextCursor,
  };
}

async function withTags(
  db: Transaction,
  projectId: string,
  experiments: readonly Omit<TrackedExperiment, "tags">[],
): Promise<TrackedExperiment[]> {
  const ids = experiments.map(({ id }) => id);
  const rows = await db.$queryRaw<{ experimentId: string; key: string; value: string }[]>`
    SELECT "experimentId", key, value FROM "ExperimentTag"
    WHERE "projectId" = ${projectId}::uuid AND "experimentId" = ANY(${ids}::uuid[]) ORDER BY key`;
  const byExperiment = new Map<string, TrackedExperiment>(
    experiments.map((experiment) => [experiment.id, { ...experiment, tags: [] }]),
  );
  for (const { experimentId, key, value } of rows) byExperiment.get(experimentId)?.tags.push({ key, value });
  return [...byExperiment.values()];
}

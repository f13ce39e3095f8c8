import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { listDatasetsInput, type DatasetSummary, type ListDatasetsInput } from "./schema";
import { summarise, versionSelection } from "./summarise";

/** The project's datasets with their latest versions, newest dataset first. */
export async function listDatasets({
  ctx,
  input,
}: Call<ProjectContext, ListDatasetsInput>): Promise<Page<DatasetSummary>> {
  authorise(ctx, "project:read");
  const { cursor, limit } = parse(listDatasetsInput, input);
  const datasets = await ctx.db.prisma.dataset.findMany({
    // Ids are UUIDv7: their order is the order of creation.
    where: { projectId: ctx.project.id, ...(cursor && { id: { lt: decodeCursor(z.uuid(), cursor) } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
    select: {
      id: true,
      name: true,
      description: true,
      createdAt: true,
      _count: { select: { versions: true } },
      versions: { orderBy: { number: "desc" }, take: 1, select: versionSelection },
    },
  });
  const page = toPage(datasets, limit, (last) => encodeCursor(last.id));
  const items = page.items.map(({ _count, versions: [latest], ...dataset }) => ({
    ...dataset,
    versionCount: _count.versions,
    latest: latest ? summarise(latest) : null,
  }));
  return { ...page, items };
}

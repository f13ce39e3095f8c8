import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { listExperimentsInput, type ExperimentSummary, type ListExperimentsInput } from "./schema";
import { summariseExperiments } from "./summarise";

/** The project's experiments, or those in its trash, newest first. */
export async function listExperiments({
  ctx,
  input,
}: Call<ProjectContext, ListExperimentsInput>): Promise<Page<ExperimentSummary>> {
  authorise(ctx, "project:read");
  const { text, trash, cursor, limit } = parse(listExperimentsInput, input);
  const projectId = ctx.project.id;
  const experiments = await ctx.db.prisma.experiment.findMany({
    // Ids are UUIDv7: their order is the order of creation.
    where: {
      projectId,
      deletedAt: trash ? { not: null } : null,
      ...(text && { name: { contains: text.replaceAll(/[\\%_]/g, "\\$&"), mode: "insensitive" } }),
      ...(cursor && { id: { lt: decodeCursor(z.uuid(), cursor) } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = toPage(experiments, limit, (last) => encodeCursor(last.id));
  return { ...page, items: await summariseExperiments(ctx.db.prisma, projectId, page.items) };
}

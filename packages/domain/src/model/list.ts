import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { listModelsInput, type ListModelsInput, type ModelSummary } from "./schema";
import { summariseModels } from "./summarise-models";

/** The project's registered models, newest first. */
export async function listModels({
  ctx,
  input,
}: Call<ProjectContext, ListModelsInput>): Promise<Page<ModelSummary>> {
  authorise(ctx, "project:read");
  const { cursor, limit } = parse(listModelsInput, input);
  const projectId = ctx.project.id;
  const models = await ctx.db.prisma.registeredModel.findMany({
    // Ids are UUIDv7: their order is the order of creation.
    where: { projectId, ...(cursor && { id: { lt: decodeCursor(z.uuid(), cursor) } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = toPage(models, limit, (last) => encodeCursor(last.id));
  return { ...page, items: await summariseModels(ctx.db.prisma, projectId, page.items) };
}

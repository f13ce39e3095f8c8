import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import type { ActorRecord } from "../run/schema";
import { requireExperiment } from "../run/table-search";
import { listSavedViewsInput, runsView, type ListSavedViewsInput, type SavedView } from "./schema";

/** The views of an experiment's runs that the project's members saved, by name. @throws DomainError not_found */
export async function listSavedViews({
  ctx,
  input,
}: Call<ProjectContext, ListSavedViewsInput>): Promise<SavedView[]> {
  authorise(ctx, "project:read");
  const experiment = await requireExperiment(ctx, parse(listSavedViewsInput, input).experiment);
  const rows = await ctx.db.prisma.savedView.findMany({
    where: { projectId: ctx.project.id, experimentId: experiment.id },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, name, view, createdBy, updatedBy, updatedAt }) => ({
    id,
    name,
    view: runsView.parse(view),
    createdBy: createdBy as unknown as ActorRecord,
    updatedBy: updatedBy as unknown as ActorRecord,
    updatedAt,
  }));
}

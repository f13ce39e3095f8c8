import type { Call, ProjectContext } from "../context";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockSavedView } from "./lock";
import { savedViewIdInput, type SavedViewIdInput } from "./schema";

/** Deletes a view for everyone; the runs are not touched. @throws DomainError not_found */
export async function deleteSavedView({ ctx, input }: Call<ProjectContext, SavedViewIdInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id } = parse(savedViewIdInput, input);
  await transact(ctx, async (tx) => {
    const { name, experiment } = await lockSavedView(tx, ctx, id);
    await tx.savedView.delete({ where: { projectId_id: { projectId: ctx.project.id, id } } });
    await recordEvent(tx, ctx, "saved-view/deleted", { savedViewId: id, experiment, view: name });
  });
}

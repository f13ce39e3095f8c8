import { actorRecord, type Call, type ProjectContext } from "../context";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isUniqueViolation, transact } from "../transact";
import { viewNameTaken } from "./create";
import { lockSavedView } from "./lock";
import { requireReadable } from "./readable";
import { updateSavedViewInput, type UpdateSavedViewInput } from "./schema";

/** Renames a view or makes it show something else. @throws DomainError not_found, invalid_input, already_exists */
export async function updateSavedView({
  ctx,
  input,
}: Call<ProjectContext, UpdateSavedViewInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id, name, view } = parse(updateSavedViewInput, input);
  if (view) requireReadable(view);
  const projectId = ctx.project.id;
  try {
    await transact(ctx, async (tx) => {
      const before = await lockSavedView(tx, ctx, id);
      await tx.savedView.update({
        where: { projectId_id: { projectId, id } },
        data: { name, view, updatedBy: actorRecord(ctx.actor), updatedAt: new Date() },
      });
      await recordEvent(tx, ctx, "saved-view/changed", {
        savedViewId: id,
        experiment: before.experiment,
        view: name ?? before.name,
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw viewNameTaken(name ?? "");
    throw error;
  }
}

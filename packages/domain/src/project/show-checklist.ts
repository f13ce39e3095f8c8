import type { Call, ProjectContext } from "../context";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { showChecklistInput, type ShowChecklistInput } from "./checklist-schema";

/** Puts the checklist away or brings it back, for everyone in the project. */
export async function showChecklist({ ctx, input }: Call<ProjectContext, ShowChecklistInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { shown } = parse(showChecklistInput, input);
  await transact(ctx, async (tx) => {
    await tx.project.update({ where: { id: ctx.project.id }, data: { checklistShown: shown } });
    await recordEvent(tx, ctx, shown ? "checklist/shown" : "checklist/hidden", {});
  });
}

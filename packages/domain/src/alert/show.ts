import type { Call, ProjectContext } from "../context";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { hideAlertInput, type HideAlertInput } from "./schema";

/** Brings a hidden alert back into everyone's sight; one that is in sight stays there. */
export async function showAlert({ ctx, input }: Call<ProjectContext, HideAlertInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id: alertId } = parse(hideAlertInput, input);
  await transact(ctx, async (tx) => {
    const { count } = await tx.hiddenAlert.deleteMany({ where: { projectId: ctx.project.id, alertId } });
    if (count > 0)
      await recordEvent(tx, ctx, "alert/shown", { alertId, kind: alertId.slice(0, alertId.indexOf(":")) });
  });
}

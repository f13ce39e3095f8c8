import { actorRecord, type Call, type ProjectContext } from "../context";
import { notFound } from "../errors";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { findAlerts } from "./list";
import { hideAlertInput, type HideAlertInput } from "./schema";

/**
 * Takes an alert out of everyone's sight while what it tells of stays as it is, and forgets what was hidden and is over.
 * @throws DomainError not_found where there is no such alert (any more)
 */
export async function hideAlert({ ctx, input }: Call<ProjectContext, HideAlertInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { id: alertId } = parse(hideAlertInput, input);
  const found = await findAlerts(ctx);
  const alert = found.find(({ id }) => id === alertId);
  if (!alert) throw notFound("alert", alertId);
  const projectId = ctx.project.id;
  const by = { hiddenBy: actorRecord(ctx.actor), hiddenAt: new Date() };
  await transact(ctx, async (tx) => {
    await tx.hiddenAlert.upsert({
      where: { projectId_alertId: { projectId, alertId } },
      create: { projectId, alertId, ...by },
      update: by,
    });
    // Keys are not everyone's to see: what is hidden of them stays.
    await tx.hiddenAlert.deleteMany({
      where: {
        projectId,
        alertId: { notIn: found.map(({ id }) => id) },
        NOT: { alertId: { startsWith: "key-expires:" } },
      },
    });
    await recordEvent(tx, ctx, "alert/hidden", { alertId, kind: alert.kind });
  });
}

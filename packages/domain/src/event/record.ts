import { notify, type Prisma, type Transaction } from "@pipepilot/db";
import { actorRecord, type ProjectContext } from "../context";
import { EVENTS, type EventData, type EventName } from "./catalog";
import { CHANNELS, type LiveChange } from "./channels";

/** The fourth beat of every verb: in its transaction, so an event exists exactly when what it tells of does. */
export async function recordEvent<Name extends EventName>(
  tx: Transaction,
  ctx: ProjectContext,
  name: Name,
  data: EventData<Name>,
  options: { idempotencyKey?: string } = {},
): Promise<void> {
  const { id } = await tx.event.create({
    data: {
      projectId: ctx.project.id,
      name,
      actor: actorRecord(ctx.actor),
      data: EVENTS[name].parse(data) as Prisma.InputJsonObject,
      idempotencyKey: options.idempotencyKey,
    },
    select: { id: true },
  });
  await notify(tx, CHANNELS.outbox, { id });
  await announce(tx, ctx, { noun: "event", id });
}

/** Tells live pages that something changed; nothing is kept. */
export async function announce(
  tx: Transaction,
  ctx: ProjectContext,
  change: Omit<LiveChange, "projectId">,
): Promise<void> {
  await notify(tx, CHANNELS.live, { projectId: ctx.project.id, ...change } satisfies LiveChange);
}

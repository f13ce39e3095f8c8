import { notify, type Transaction } from "@pipepilot/db";

import { actorRecord, type ProjectContext } from "../context";
import { EVENTS, type EventData, type EventName } from "./catalog";
import { CHANNELS, type LiveChange } from "./channels";
import { newEventId } from "./event-id";

/** The fourth beat of every verb: in its transaction, so an event exists exactly when what it tells of does. */
export async function recordEvent<Name extends EventName>(
  tx: Transaction,
  ctx: ProjectContext,
  name: Name,
  data: EventData<Name>,
  options: { idempotencyKey?: string } = {},
): Promise<void> {
  const id = newEventId();
  const projectId = ctx.project.id;
  const change: LiveChange = { projectId, noun: "event", id };
  await tx.$executeRaw`
    WITH event AS (
      INSERT INTO "Event" (id, "projectId", name, actor, data, "idempotencyKey") VALUES (
        ${id}::uuid, ${projectId}::uuid, ${name}, ${JSON.stringify(actorRecord(ctx.actor))}::jsonb,
        ${JSON.stringify(EVENTS[name].parse(data))}::jsonb, ${options.idempotencyKey ?? null}
      ) RETURNING id
    )
    SELECT pg_notify(${CHANNELS.outbox}, ${JSON.stringify({ id })}), pg_notify(${CHANNELS.live}, ${JSON.stringify(change)})
    FROM event`;
}

/** Tells live pages that something changed; nothing is kept. */
export async function announce(
  tx: Transaction,
  ctx: ProjectContext,
  change: Omit<LiveChange, "projectId">,
): Promise<void> {
  await notify(tx, CHANNELS.live, { projectId: ctx.project.id, ...change } satisfies LiveChange);
}

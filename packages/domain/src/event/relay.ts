import type { Services } from "../context";
import type { EventRow } from "./schema";

export interface RelayedEvent extends EventRow {
  projectId: string;
}

/** Any number that no other part of the product locks. */
const LOCK = 7_301_984_113;
const SEND_MS = 30_000;

/**
 * Hands events that were not sent on yet to `send`, oldest first, and marks them dispatched when it resolves; when it
 * throws, or the process ends, they are sent again, so receivers go by `id`. One relay at a time sends, so the order
 * holds; another one that asks meanwhile gets 0. Call again while the answer is `limit`.
 */
export async function relayEvents({
  services,
  send,
  limit = 100,
}: {
  services: Services;
  send: (events: RelayedEvent[]) => Promise<void>;
  limit?: number;
}): Promise<number> {
  return services.db.prisma.$transaction(
    async (tx) => {
      const [{ free }] = await tx.$queryRaw<
        { free: boolean }[]
      >`SELECT pg_try_advisory_xact_lock(${LOCK}::bigint) AS free`;
      if (!free) return 0;
      const events = await tx.$queryRaw<RelayedEvent[]>`
        SELECT id, "projectId", name, actor, data, at FROM "Event" WHERE "dispatchedAt" IS NULL
        ORDER BY at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
      if (events.length === 0) return 0;
      await send(events);
      const ids = events.map(({ id }) => id);
      await tx.$executeRaw`UPDATE "Event" SET "dispatchedAt" = clock_timestamp() WHERE id = ANY(${ids}::uuid[])`;
      return events.length;
    },
    { maxWait: 10_000, timeout: SEND_MS },
  );
}

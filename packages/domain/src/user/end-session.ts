import { notify } from "@pipepilot/db";
import type { Services } from "../context";
import { CHANNELS, type SessionEnd } from "../event/channels";
import { transact } from "../transact";

export interface EndSessionInput {
  sessionId: string;
  /** When it would have ended by itself; until then it is remembered. */
  expiresAt: Date;
}

/**
 * Ends one session everywhere: copies of its cookie are refused from now on and its live pages hear nothing more. Other
 * sessions of the same person go on. Ending it again changes nothing.
 */
export async function endSession({
  services,
  input: { sessionId, expiresAt },
}: {
  services: Pick<Services, "db">;
  input: EndSessionInput;
}): Promise<void> {
  await transact(services, async (tx) => {
    // What has expired is refused by its own date, so nothing needs to remember it.
    await tx.endedSession.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    await tx.endedSession.createMany({ data: [{ id: sessionId, expiresAt }], skipDuplicates: true });
    await notify(tx, CHANNELS.session, { sessionId } satisfies SessionEnd);
  });
}

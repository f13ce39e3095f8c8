import type { Services } from "../context";
import type { UserRef } from "./schema";

export interface SessionRef {
  sessionId: string;
  userId: string;
}

/** Whose session this is; null where it was ended or the account is gone. One statement, by primary keys. */
export async function sessionUser({
  services,
  input: { sessionId, userId },
}: {
  services: Pick<Services, "db">;
  input: SessionRef;
}): Promise<UserRef | null> {
  const [user] = await services.db.prisma.$queryRaw<UserRef[]>`
    SELECT id, email, name FROM "User" u
    WHERE id = ${userId}::uuid AND NOT EXISTS (SELECT 1 FROM "EndedSession" e WHERE e.id = ${sessionId}::uuid)`;
  return user ?? null;
}

import { createHash } from "node:crypto";
import type { Services } from "../context";
import { DomainError } from "../errors";

const WINDOW_SECONDS = 15 * 60;

export interface Limit {
  key: string;
  failures: number;
}

/** Guessing at one account from one address ends soon; at one account or from one address at all, somewhat later. */
export function limitsOf(email: string, address = "unknown"): Limit[] {
  return [
    { key: digest("pair", email, address), failures: 5 },
    { key: digest("account", email), failures: 50 },
    { key: digest("address", address), failures: 50 },
  ];
}

/** Whoever guesses at invitations is slowed down by the address they come from. */
export function invitationLimitsOf(address = "unknown"): Limit[] {
  return [{ key: digest("invitation", address), failures: 20 }];
}

/** Keys are hashed, so that the table holds neither addresses nor what was mistyped for one. */
function digest(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/**
 * Counts an attempt as failed before it is made, so that attempts at the same moment count too.
 * @throws DomainError rate_limited, with `retryAfterSeconds`
 */
export async function takeAttempt({ db }: Services, limits: readonly Limit[]): Promise<void> {
  for (const { key, failures } of limits) {
    const [row] = await db.prisma.$queryRaw<{ failures: number; seconds: number }[]>`
      INSERT INTO "SignInAttempt" AS a (key, failures, "windowStart") VALUES (${key}, 1, now())
      ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN a."windowStart" < now() - ${WINDOW_SECONDS} * interval '1 second' THEN 1 ELSE a.failures + 1 END,
        "windowStart" = CASE WHEN a."windowStart" < now() - ${WINDOW_SECONDS} * interval '1 second' THEN now() ELSE a."windowStart" END
      RETURNING failures, extract(epoch FROM "windowStart" - now())::float8 + ${WINDOW_SECONDS} AS seconds`;
    if (row.failures <= failures) continue;
    const retryAfterSeconds = Math.max(1, Math.ceil(row.seconds));
    throw new DomainError(
      "rate_limited",
      `Too many failed attempts. Try again in ${retryAfterSeconds > 90 ? `${Math.ceil(retryAfterSeconds / 60)} minutes` : `${retryAfterSeconds} seconds`}.`,
      { retryAfterSeconds },
    );
  }
}

/** A sign-in that succeeded was no guess: it is taken back, and the account at this address starts anew. */
export async function giveBackAttempt(
  services: Services,
  [pair, ...others]: readonly Limit[],
): Promise<void> {
  await services.db.prisma.signInAttempt.deleteMany({ where: { key: pair.key } });
  await takeBackAttempt(services, others);
}

/** An attempt that was no failure after all; those before it still count. */
export async function takeBackAttempt({ db }: Services, limits: readonly Limit[]): Promise<void> {
  await db.prisma.signInAttempt.updateMany({
    where: { key: { in: limits.map(({ key }) => key) }, failures: { gt: 0 } },
    data: { failures: { decrement: 1 } },
  });
}

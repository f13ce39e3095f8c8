import { Prisma, type Transaction } from "@pipepilot/db";
import type { Services } from "./context";

const SERIALIZATION_FAILURES = new Set(["P2034", "40001", "40P01"]);
const ATTEMPTS = 4;

/** The third beat of every verb: all or nothing. Write conflicts between transactions are tried again a few times. */
export async function transact<T>(
  ctx: Pick<Services, "db">,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return retryingConflicts(() => ctx.db.prisma.$transaction(work, { maxWait: 10_000, timeout: 30_000 }));
}

/** The same for work that is one statement, and so a transaction by itself. */
export async function retryingConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    (SERIALIZATION_FAILURES.has(error.code) || SERIALIZATION_FAILURES.has(databaseCode(error) ?? ""))
  );
}

/** PostgreSQL's own code, which Prisma keeps where it has none for it (deadlocks among them). */
function databaseCode({ meta }: Prisma.PrismaClientKnownRequestError): string | undefined {
  const cause = (meta as { driverAdapterError?: { cause?: { originalCode?: string } } } | undefined)
    ?.driverAdapterError?.cause;
  return cause?.originalCode;
}

/** True when the error says that a unique constraint was hit. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === "P2002" || databaseCode(error) === "23505";
}

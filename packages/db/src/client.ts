import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient, type Prisma } from "./generated/prisma/client";
import { createListener, type Listener } from "./listener";

export type Transaction = Prisma.TransactionClient;

/** The database as the rest of the house sees it: Prisma for reading and writing, a listener for NOTIFY. */
export interface Database {
  readonly prisma: PrismaClient;
  /** NOTIFY payloads, on one connection of its own that heals itself. Connects at the first use. */
  readonly listener: Listener;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Connections at most. */
  poolSize?: number;
}

/** Nothing connects until the first query, so building an app needs no database. */
export function createDatabase({ url, poolSize = 10 }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // An idle connection that the server ends must not end the process; the next query opens a new one.
  pool.on("error", () => undefined);
  // Nor may one that is lent out and waits between two statements, whose errors the pool leaves to its borrower.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const adapter = new PrismaPg(pool, { disposeExternalPool: true, statementNameGenerator });
  const prisma = new PrismaClient({ adapter });
  const listener = createListener(url);
  return {
    prisma,
    listener,
    async close() {
      await Promise.allSettled([listener.close(), prisma.$disconnect()]);
      if (!pool.ended) await pool.end().catch(() => undefined);
    },
  };
}

/** How a statement begins that is sent so often, in few forms, that every connection is to keep its plan. */
const PREPARED = "/* prepared */";
/** Beyond, a statement marked so has more forms than its author thought; each costs memory in every connection. */
const MAX_PREPARED = 100;
const preparedNames = new Map<string, string>();

function statementNameGenerator({ sql }: { sql: string }): string {
  // pg takes no name for none.
  if (!sql.startsWith(PREPARED)) return "";
  const known = preparedNames.get(sql);
  if (known !== undefined || preparedNames.size >= MAX_PREPARED) return known ?? "";
  const name = `pipepilot_${preparedNames.size}`;
  preparedNames.set(sql, name);
  return name;
}

/** Sends a NOTIFY that is delivered when the transaction commits, and not at all if it does not. */
export async function notify(tx: Transaction, channel: string, payload: unknown): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${channel}, ${JSON.stringify(payload)})`;
}

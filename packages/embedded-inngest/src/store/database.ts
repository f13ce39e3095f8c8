import pg from "pg";
import { EmbeddedInngestError, messageOf } from "../errors";

/** Where a query runs: within a transaction, or on its own. */
export type Queryable = Pick<pg.ClientBase, "query">;

export interface Transaction extends Queryable {
  /** Remembers that something becomes due at `at`, for the alarm after the commit. */
  dueAt(at: Date): void;
}

export interface Database {
  readonly pool: pg.Pool;
  /** Runs `work` in a transaction; once more when PostgreSQL chose it as the victim of a deadlock. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Repeats idempotent `work` while the database cannot be reached, until `signal` is aborted. */
  persistently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly databaseUrl?: string;
  readonly pgPool?: pg.Pool;
  readonly onError: (error: Error) => void;
  readonly onDue: (at: Date) => void;
}

const deadlockVictim = new Set(["40P01", "40001"]);

export function openDatabase(options: DatabaseOptions): Database {
  const own = options.pgPool === undefined;
  const pool =
    options.pgPool ??
    new pg.Pool({
      connectionString: options.databaseUrl,
      max: 12,
      application_name: "embedded-inngest",
      connectionTimeoutMillis: 10_000,
    });
  // An idle connection that breaks (PostgreSQL restarts) is replaced by the pool; unheard it would end the process.
  pool.on("error", options.onError);
  pool.on("connect", hearErrors);
  return {
    pool,
    transaction: (work) => inTransaction(pool, work, options.onDue),
    persistently: (work, signal) => persistently(work, signal, options.onError),
    close: async () => {
      // Our own is heard to its end: the server may end a connection while it says goodbye.
      if (own) return pool.end();
      pool.off("error", options.onError);
      pool.off("connect", hearErrors);
    },
  };
}

async function inTransaction<T>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<T>,
  onDue: (at: Date) => void,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const due: Date[] = [];
    try {
      const result = await once(pool, work, due);
      due.forEach(onDue);
      return result;
    } catch (error) {
      if (tries >= 5 || !deadlockVictim.has(codeOf(error))) throw error;
    }
  }
}

async function once<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>, due: Date[]): Promise<T> {
  const client = await pool.connect();
  const tx: Transaction = {
    query: client.query.bind(client) as Queryable["query"],
    dueAt: (at) => void due.push(at),
  };
  let broken = false;
  try {
    await client.query("begin");
    const result = await work(tx);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A connection that breaks in use rejects the query that is waiting; the event needs a listener all the same. */
function hearErrors(client: pg.PoolClient): void {
  client.on("error", () => undefined);
}

async function persistently<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  onError: (error: Error) => void,
): Promise<T> {
  for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 1_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      onError(new Error(`the database cannot be reached, trying again: ${messageOf(error)}`));
      if (signal.aborted) throw new EmbeddedInngestError("database_unavailable", messageOf(error));
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

/** Whether the server, the network or the pool failed, not the statement. */
export function isConnectionError(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(ECONN|EPIPE|ETIMEDOUT|ENOENT|EAI_AGAIN|ENOTFOUND|EHOST|ENET)/.test(code)) return true;
  // 08 connection, 57P shutdown and start-up, 53300 too many connections.
  if (/^(08|57P)/.test(code) || code === "53300") return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/i.test(
    messageOf(error),
  );
}

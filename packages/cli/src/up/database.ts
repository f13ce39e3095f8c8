import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  freePort,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from "@pipepilot/db/embedded";
import { applyMigrations } from "@pipepilot/db/migrate";

export interface RunningDatabase {
  readonly url: string;
  /** "embedded PostgreSQL" or the server's host, for people. */
  readonly title: string;
  readonly postmasterFile: string | null;
  stop(): Promise<void>;
}

export interface Reports {
  restart(line: string): void;
  hopeless(line: string): void;
}

const RESTARTS_ALLOWED = 5;
const WINDOW_MS = 60_000;
/** A kill before this line is a start that failed, which is repeated without a word. */
export const BACK = "PostgreSQL answers again.";
/** Processes of a killed server may hold its memory for a while, and what filled the disk may be removed. */
const START_WITHIN_MS = 30_000;

/** The PostgreSQL of `DATABASE_URL`, or our own, which is started again on the same port when it ends unasked. */
export async function openDatabase(home: string, migrations: string, on: Reports): Promise<RunningDatabase> {
  const given = process.env.DATABASE_URL;
  if (given) {
    await applyMigrations(given, migrations);
    return { url: given, title: new URL(given).host, postmasterFile: null, stop: async () => undefined };
  }
  const server = await supervisePostgres(
    {
      dataDir: path.join(home, "postgres"),
      passwordFile: path.join(home, "postgres-password"),
      port: await freePort(),
      ownGroup: true,
    },
    on,
  );
  try {
    await applyMigrations(server.url, migrations);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    url: server.url,
    title: "embedded PostgreSQL",
    postmasterFile: path.join(server.dataDir, "postmaster.pid"),
    stop: server.stop,
  };
}

async function supervisePostgres(options: EmbeddedPostgresOptions, on: Reports) {
  const first = await startEmbeddedPostgres(options);
  const ends: number[] = [];
  let server: EmbeddedPostgres | null = first;
  let stopping = false;

  async function watch(): Promise<void> {
    while (server && !stopping) {
      const { code, signal } = await server.exited;
      if (stopping) return;
      const why = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      ends.push(Date.now());
      while (ends[0] < Date.now() - WINDOW_MS) ends.shift();
      if (ends.length > RESTARTS_ALLOWED)
        return on.hopeless(`PostgreSQL ${why} for the ${ends.length}th time within a minute.`);
      on.restart(`PostgreSQL ${why}; starting it again.`);
      server = await startAgain();
      if (server && !stopping) on.restart(BACK);
    }
  }

  async function startAgain(): Promise<EmbeddedPostgres | null> {
    const deadline = Date.now() + START_WITHIN_MS;
    for (let waitMs = 100; !stopping; waitMs = Math.min(waitMs * 2, 2_000)) {
      try {
        return await startEmbeddedPostgres(options);
      } catch (error) {
        if (Date.now() + waitMs < deadline) await delay(waitMs);
        else {
          on.hopeless(`PostgreSQL could not be started again: ${(error as Error).message}`);
          return null;
        }
      }
    }
    return null;
  }

  const watching = watch();
  return {
    url: first.url,
    dataDir: first.dataDir,
    async stop() {
      stopping = true;
      await server?.stop();
      await watching;
      // One that was being started meanwhile.
      await server?.stop();
    },
  };
}

import path from "node:path";
import { freePort, startEmbeddedPostgres, type EmbeddedPostgres } from "@pipepilot/db/embedded";
import { applyMigrations } from "@pipepilot/db/migrate";

export interface RunningDatabase {
  readonly url: string;
  /** "embedded PostgreSQL" or the server's host, for people. */
  readonly title: string;
  readonly postmasterFile: string | null;
  stop(): Promise<void>;
}

const RESTARTS_ALLOWED = 5;

/** The PostgreSQL of `DATABASE_URL`, or our own, which is started again on the same port when it ends unasked. */
export async function openDatabase(
  home: string,
  migrations: string,
  on: { restart(line: string): void; hopeless(line: string): void },
): Promise<RunningDatabase> {
  const given = process.env.DATABASE_URL;
  if (given) {
    await applyMigrations(given, migrations);
    return { url: given, title: new URL(given).host, postmasterFile: null, stop: async () => undefined };
  }
  const options = {
    dataDir: path.join(home, "postgres"),
    passwordFile: path.join(home, "postgres-password"),
    port: await freePort(),
  };
  let server: EmbeddedPostgres = await startEmbeddedPostgres(options);
  let stopping = false;
  let restarts = 0;

  function watch() {
    void server.exited.then(async ({ code, signal }) => {
      if (stopping) return;
      const why = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      if (++restarts > RESTARTS_ALLOWED) return on.hopeless(`PostgreSQL ${why} for the ${restarts}th time.`);
      on.restart(`PostgreSQL ${why}; starting it again.`);
      try {
        server = await startEmbeddedPostgres(options);
        watch();
      } catch (error) {
        on.hopeless(`PostgreSQL could not be started again: ${(error as Error).message}`);
      }
    });
  }

  watch();
  await applyMigrations(server.url, migrations);
  return {
    url: server.url,
    title: "embedded PostgreSQL",
    postmasterFile: path.join(server.dataDir, "postmaster.pid"),
    async stop() {
      stopping = true;
      await server.stop();
    },
  };
}

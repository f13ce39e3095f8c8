import { freePort } from "@pipepilot/db/embedded";
import type { Inngest, InngestFunction } from "inngest";
import { createEmbeddedInngest, type EmbeddedInngest, type EmbeddedInngestOptions } from "../src/index";
import { serveFunctions, testClient, type TestApp } from "./test-app";
import { openTestDatabase, type TestDatabase } from "./test-database";

/** A run as the API shows it. */
export interface RunView {
  readonly run_id: string;
  readonly function_id: string;
  readonly status: "Queued" | "Running" | "Completed" | "Failed" | "Cancelled";
  readonly output: unknown;
}

export interface Harness {
  readonly client: Inngest;
  readonly app: TestApp;
  readonly server: EmbeddedInngest;
  readonly database: TestDatabase;
  /** Sends one event and answers its id. */
  send(name: string, data?: Record<string, unknown>, rest?: { id?: string; ts?: number }): Promise<string>;
  /** The runs an event started, as soon as `count` of them have ended. */
  ended(eventId: string, count?: number): Promise<RunView[]>;
  /** Sends one event and answers the end of the one run it starts. */
  runOf(name: string, data?: Record<string, unknown>): Promise<RunView>;
  runs(eventId: string): Promise<RunView[]>;
  stop(): Promise<void>;
}

/** Real PostgreSQL, the server, and functions of the real SDK, each behind its own port. */
export async function startHarness(
  functions: (client: Inngest) => InngestFunction.Any[],
  options: Partial<EmbeddedInngestOptions> = {},
): Promise<Harness> {
  const database = await openTestDatabase();
  const port = await freePort();
  const keys =
    options.signingKey && options.eventKey
      ? { signingKey: options.signingKey, eventKey: options.eventKey }
      : undefined;
  const client = testClient(`http://127.0.0.1:${port}`, keys);
  const app = await serveFunctions(client, functions(client));
  const server = createEmbeddedInngest({
    databaseUrl: database.url,
    port,
    appUrls: [app.url],
    retryBackoff: { baseMs: 50, maxMs: 200 },
    ...options,
  });
  await server.start();
  await server.ready();
  const headers: Record<string, string> = options.signingKey
    ? { authorization: `Bearer ${options.signingKey}` }
    : {};

  const runs = async (eventId: string): Promise<RunView[]> => {
    const response = await fetch(`${server.url}/v1/events/${encodeURIComponent(eventId)}/runs`, { headers });
    return response.ok ? ((await response.json()) as { data: RunView[] }).data : [];
  };
  const ended = (eventId: string, count = 1): Promise<RunView[]> =>
    eventually(async () => {
      const all = await runs(eventId);
      const done = all.filter(({ status }) => status !== "Queued" && status !== "Running");
      if (done.length < count) throw new Error(`of event ${eventId} only these runs: ${JSON.stringify(all)}`);
      return done;
    });
  const send: Harness["send"] = async (name, data = {}, rest = {}) => {
    const { ids } = await client.send({ name, data, ...rest });
    return ids[0] ?? "";
  };
  return {
    client,
    app,
    server,
    database,
    runs,
    ended,
    send,
    async runOf(name, data) {
      const [run] = await ended(await send(name, data));
      if (!run) throw new Error("no run");
      return run;
    },
    async stop() {
      await server.stop();
      await app.stop();
      await database.drop();
    },
  };
}

/** Repeats `check` until it passes; rejects with its last error. */
export async function eventually<T>(check: () => T | Promise<T>, timeoutMs = 25_000): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

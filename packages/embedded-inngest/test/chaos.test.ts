import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { freePort } from "@pipepilot/db/embedded";
import { build } from "esbuild";
import pg from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bundleOurs } from "../../tooling/bundle.mjs";
import { createEmbeddedInngest } from "../src/index";
import { eventually } from "./harness";
import { openTestDatabase, type TestDatabase } from "./test-database";

const steps = ["first", "left", "right", "again-0", "again-1", "again-2", "last"];
const packageRoot = path.resolve(import.meta.dirname, "..");
/** Bundled, so that it is up a second sooner after each kill. */
const childScript = path.join(packageRoot, "test-results/chaos/chaos-process.js");
const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The pauses between two kills: the same ones every time. */
function pauses(count: number): number[] {
  return Array.from(
    { length: count },
    (_, index) => 700 + (createHash("sha256").update(`chaos ${index}`).digest().readUInt16BE() % 1500),
  );
}

describe("when processes are killed at random", () => {
  let database: TestDatabase;
  let db: pg.Client;
  let environment: NodeJS.ProcessEnv;
  let serverUrl: string;
  let child: ChildProcess | null = null;

  beforeAll(() =>
    build({
      ...bundleOurs,
      entryPoints: ["test/chaos-process.ts"],
      outdir: path.dirname(childScript),
      absWorkingDir: packageRoot,
    }),
  );
  const start = (withServer: boolean): void => {
    child = spawn(process.execPath, [childScript], {
      env: { ...environment, CHAOS_WITH_SERVER: withServer ? "yes" : "no" },
      stdio: ["ignore", "ignore", "inherit"],
    });
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };

  beforeEach(async () => {
    database = await openTestDatabase();
    db = new pg.Client({ connectionString: database.url });
    await db.connect();
    await db.query(
      "create table effects (token serial primary key, run_id text not null, step text not null, started_at timestamptz not null)",
    );
    const [serverPort, appPort] = [await freePort(), await freePort()];
    environment = {
      ...process.env,
      CHAOS_DATABASE_URL: database.url,
      CHAOS_SERVER_PORT: `${serverPort}`,
      CHAOS_APP_PORT: `${appPort}`,
    };
    serverUrl = `http://127.0.0.1:${serverPort}`;
  });
  afterEach(async () => {
    await kill();
    await db.end();
    await database.drop();
  });

  /** Sends until it is acknowledged, as a client would. */
  const send = (id: string): Promise<void> =>
    eventually(async () => {
      const body = JSON.stringify({ id, name: "chaos/run", data: {} });
      const response = await fetch(`${serverUrl}/e/any`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
    }, 120_000);

  const finished = async (): Promise<number> =>
    (
      await db
        .query("select from embedded_inngest.runs where ended_at is not null")
        .catch(() => ({ rowCount: 0 }))
    ).rowCount ?? 0;

  const expectWhole = async (runs: number): Promise<void> => {
    const { rows: byStatus } = await db.query(
      "select status, count(*)::int from embedded_inngest.runs group by status",
    );
    expect(byStatus).toEqual([{ status: "completed", count: runs }]);
    // What the runs answered is what their steps left behind: every memoised token is the last one of its step.
    const { rows: outputs } = await db.query<{ id: string; output: number[] }>(
      "select id, output from embedded_inngest.runs",
    );
    for (const { id, output } of outputs) {
      const { rows } = await db.query(
        "select step, max(token) as token from effects where run_id = $1 group by step",
        [id],
      );
      const last = new Map(rows.map((row: { step: string; token: number }) => [row.step, row.token]));
      expect(output).toEqual(steps.map((step) => last.get(step)));
    }
    const { rows: stored } = await db.query(
      "select count(*)::int from embedded_inngest.steps where status = 'completed'",
    );
    expect(stored).toEqual([{ count: runs * (steps.length + 1) }]);
    // No step began once its completion was stored.
    const { rows: repeated } = await db.query(
      `select e.run_id, e.step from effects e join effects kept on kept.run_id = e.run_id and kept.step = e.step
         join embedded_inngest.steps s on s.run_id = kept.run_id and (s.memo->>'data') = kept.token::text
       where e.started_at > s.ended_at`,
    );
    expect(repeated).toEqual([]);
    expect((await db.query("select from embedded_inngest.executions")).rowCount).toBe(0);
  };

  it("completes 50 runs although server and functions are killed again and again, and repeats no completed step", async () => {
    const runs = 50;
    start(true);
    await eventually(() => fetch(`${serverUrl}/health`), 60_000);
    await eventually(async () =>
      expect((await db.query("select from embedded_inngest.functions")).rowCount).toBe(1),
    );
    const sending = Promise.all(
      Array.from({ length: runs }, (_, index) => delay(index * 40).then(() => send(`chaos-${index}`))),
    );
    let kills = 0;
    for (const pause of pauses(4)) {
      await delay(pause);
      if ((await finished()) === runs) break;
      await kill();
      kills += 1;
      start(true);
      await eventually(() => fetch(`${serverUrl}/health`), 60_000);
    }
    await sending;
    await eventually(async () => expect(await finished()).toBe(runs), 120_000);
    await expectWhole(runs);
    expect(kills).toBeGreaterThanOrEqual(3);
    // Only steps that were under way in a kill ran again.
    const { rows } = await db.query<{ extra: number }>(
      `select count(*)::int - ${runs * steps.length} as extra from effects`,
    );
    expect(rows[0]?.extra).toBeLessThanOrEqual(kills * 10);
  }, 300_000);

  it("completes 20 runs without retries although the functions' process is killed, for that costs no attempt", async () => {
    const runs = 20;
    const server = createEmbeddedInngest({
      databaseUrl: database.url,
      port: Number(environment.CHAOS_SERVER_PORT),
      appUrls: [`http://127.0.0.1:${environment.CHAOS_APP_PORT}/api/inngest`],
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    await server.start();
    start(false);
    await server.ready();
    await Promise.all(Array.from({ length: runs }, (_, index) => send(`chaos-${index}`)));
    for (const pause of pauses(2)) {
      await delay(pause / 2);
      await kill();
      start(false);
      await delay(500);
    }
    await eventually(async () => expect(await finished()).toBe(runs), 120_000);
    await expectWhole(runs);
    await server.stop();
  }, 300_000);
});

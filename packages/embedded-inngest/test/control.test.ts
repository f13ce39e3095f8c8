import type { Inngest, InngestFunction } from "inngest";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startHarness, type Harness } from "./harness";
import { serveFunctions, testClient } from "./test-app";
import { createEmbeddedInngest } from "../src/index";

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const busy = new Map<string, { now: number; most: number }>();
const executed: string[] = [];
const held: (() => void)[] = [];
const ticks: string[] = [];

/** Takes the place for a moment, and for longer where `company` is expected and has not come yet. */
async function occupy(key: string, company = false): Promise<string> {
  const place = busy.get(key) ?? { now: 0, most: 0 };
  busy.set(key, place);
  place.now += 1;
  place.most = Math.max(place.most, place.now);
  await delay(40);
  for (let waited = 0; company && place.most < 2 && waited < 200; waited += 1) await delay(20);
  place.now -= 1;
  return key;
}

function functions(inngest: Inngest): InngestFunction.Any[] {
  return [
    inngest.createFunction(
      {
        id: "limited",
        triggers: [{ event: "c/limited" }],
        concurrency: [{ limit: 1, key: "event.data.org" }, { limit: 3 }],
      },
      async ({ event, step }) => {
        await step.run("one", () => occupy(event.data.org));
        await step.run("two", () => occupy("all", true));
      },
    ),
    inngest.createFunction(
      { id: "limited-parallel", triggers: [{ event: "c/limited-parallel" }], concurrency: 2, retries: 1 },
      ({ step, attempt }) =>
        Promise.all(
          [1, 2, 3, 4, 5].map((n) =>
            step.run(`part-${n}`, async () => {
              await occupy("parts", true);
              if (n === 3 && attempt === 0) throw new Error("once");
              return n;
            }),
          ),
        ),
    ),
    inngest.createFunction(
      {
        id: "cancellable",
        triggers: [{ event: "c/cancellable" }],
        cancelOn: [{ event: "c/cancel", match: "data.id" }],
      },
      async ({ step, runId }) => {
        await step.sleep("long", "1h");
        executed.push(runId);
      },
    ),
    inngest.createFunction({ id: "slow", triggers: [{ event: "c/slow" }] }, async ({ step, runId }) => {
      await step.run("slow", () => new Promise<void>((resolve) => held.push(resolve)));
      await step.run("after", () => void executed.push(runId));
    }),
    inngest.createFunction(
      { id: "once", triggers: [{ event: "c/once" }], idempotency: "event.data.order" },
      () => "done",
    ),
    inngest.createFunction({ id: "plain", triggers: [{ event: "c/plain" }] }, () => "done"),
    inngest.createFunction(
      { id: "minutely", triggers: [{ cron: "TZ=UTC * * * * *" }] },
      ({ event }) => void ticks.push(event.id ?? ""),
    ),
  ];
}

describe("control over runs", () => {
  // Half a second before a full minute of a day long past, and going on from there once all is registered.
  let startedAt: number | null = null;
  const clock = (): Date =>
    new Date(Date.UTC(2024, 0, 1, 11, 59, 59, 500) + (startedAt === null ? 0 : Date.now() - startedAt));
  let harness: Harness;
  let db: pg.Client;
  beforeAll(async () => {
    harness = await startHarness(functions, { clock });
    startedAt = Date.now();
    db = new pg.Client({ connectionString: harness.database.url });
    await db.connect();
  });
  afterAll(async () => {
    await db.end();
    await harness.stop();
  });

  it("fires a cron trigger at its tick, once", async () => {
    await eventually(() =>
      expect(ticks).toEqual(["cron:app-minutely:TZ=UTC * * * * *:2024-01-01T12:00:00.000Z"]),
    );
    const { rows } = await db.query("select next_at from embedded_inngest.crons");
    expect(rows).toEqual([{ next_at: new Date("2024-01-01T12:01:00Z") }]);
    const again = createEmbeddedInngest({
      databaseUrl: harness.database.url,
      port: 0,
      appUrls: [harness.app.url],
      clock,
    });
    await again.start();
    await again.ready();
    await delay(200);
    await again.stop();
    expect(ticks).toHaveLength(1);
    expect((await db.query("select next_at from embedded_inngest.crons")).rows).toEqual(rows);
  });

  it("keeps to the limits of a concurrency key and of the whole function", async () => {
    const sent = await harness.client.send(
      Array.from({ length: 12 }, (_, index) => ({ name: "c/limited", data: { org: `org-${index % 4}` } })),
    );
    for (const id of sent.ids) await harness.ended(id);
    expect([0, 1, 2, 3].map((n) => busy.get(`org-${n}`)?.most)).toEqual([1, 1, 1, 1]);
    expect(busy.get("all")?.most).toBeGreaterThan(1);
    expect(busy.get("all")?.most).toBeLessThanOrEqual(3);
  });

  it("keeps to the limit within one run's parallel steps, and gives a failing step its turn again", async () => {
    expect((await harness.runOf("c/limited-parallel")).output).toEqual([1, 2, 3, 4, 5]);
    expect(busy.get("parts")?.most).toBe(2);
  });

  it("cancels the runs an event is meant for, and no others", async () => {
    const [mine, other] = [
      await harness.send("c/cancellable", { id: 1 }),
      await harness.send("c/cancellable", { id: 2 }),
    ];
    for (const id of [mine, other])
      await eventually(async () => expect(await harness.runs(id)).toMatchObject([{ status: "Running" }]));
    await harness.send("c/cancel", { id: 1 });
    expect(await harness.ended(mine)).toMatchObject([{ status: "Cancelled" }]);
    expect(await harness.runs(other)).toMatchObject([{ status: "Running" }]);
  });

  it("cancels a run through the API; the step under way is its last", async () => {
    const eventId = await harness.send("c/slow");
    await eventually(() => expect(held).toHaveLength(1));
    const [run] = await harness.runs(eventId);
    expect(run?.status).toBe("Running");
    const response = await fetch(`${harness.server.url}/v1/runs/${run?.run_id}`, { method: "DELETE" });
    expect([response.status, await response.json()]).toMatchObject([200, { data: { status: "Cancelled" } }]);
    held[0]?.();
    await delay(300);
    expect(executed).not.toContain(run?.run_id);
    expect((await fetch(`${harness.server.url}/v1/runs/nope`, { method: "DELETE" })).status).toBe(404);
  });

  it("takes an event of a known id for the same event", async () => {
    const name = "c/plain";
    expect(await harness.send(name, {}, { id: "order-1" })).toBe("order-1");
    expect(await harness.send(name, {}, { id: "order-1" })).toBe("order-1");
    await harness.ended("order-1");
    expect(await harness.runs("order-1")).toHaveLength(1);
  });

  it("starts one run per idempotency key", async () => {
    const ids = [
      await harness.send("c/once", { order: 1 }),
      await harness.send("c/once", { order: 1 }),
      await harness.send("c/once", { order: 2 }),
    ];
    await harness.ended(ids[2] ?? "");
    expect(await Promise.all(ids.map(async (id) => (await harness.runs(id)).length))).toEqual([1, 0, 1]);
  });

  it("stores nothing of a batch with one bad event", async () => {
    const count = async (): Promise<number> =>
      (await db.query("select from embedded_inngest.events where name = 'c/plain'")).rowCount ?? 0;
    const before = await count();
    const response = await fetch(`${harness.server.url}/e/any`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ name: "c/plain" }, { data: {} }]),
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: "invalid_event", status: 400 },
    ]);
    expect(await count()).toBe(before);
  });

  it("refuses an app by function and option, and registers none of its functions", async () => {
    const client = testClient(harness.server.url);
    const app = await serveFunctions(client, [
      client.createFunction({ id: "fine", triggers: [{ event: "c/fine" }] }, () => null),
      client.createFunction(
        { id: "throttled", triggers: [{ event: "c/throttled" }], throttle: { limit: 1, period: "1m" } },
        () => null,
      ),
    ]);
    const server = createEmbeddedInngest({
      databaseUrl: harness.database.url,
      port: 0,
      appUrls: [app.url],
      logger: quiet,
    });
    await server.start();
    await expect(server.ready()).rejects.toThrow(
      'function "app-throttled" uses throttle, which the embedded Inngest server does not support',
    );
    const health = (await (await fetch(`${server.url}/health`)).json()) as unknown;
    expect(health).toEqual({ status: "ok", apps: { [app.url]: "refused" } });
    expect(
      (await db.query("select id from embedded_inngest.functions where id like 'app-fine'")).rows,
    ).toEqual([]);
    await server.stop();
    await app.stop();
  });

  it("accepts a registration the app sends by itself, from known apps only", async () => {
    expect(await (await fetch(harness.app.url, { method: "PUT" })).json()).toEqual({
      message: "Successfully registered",
      modified: true,
    });
    const stranger = await fetch(`${harness.server.url}/fn/register`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ url: "http://127.0.0.1:9/api/inngest", functions: [] }),
    });
    expect([stranger.status, await stranger.json()]).toMatchObject([403, { code: "unknown_app_url" }]);
  });
});

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe("with an event key and a signing key", () => {
  const signingKey = "signkey-test-0123456789abcdef0123456789abcdef";
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness(
      (client) => [
        client.createFunction({ id: "signed", triggers: [{ event: "k/signed" }] }, ({ step }) =>
          step.run("é", () => ({ ü: 1.5, a: ["x"] })),
        ),
      ],
      { signingKey, eventKey: "event-key-1" },
    );
  });
  afterAll(() => harness.stop());

  it("signs its calls so that an SDK in production mode accepts them", async () => {
    expect(await harness.runOf("k/signed", { ключ: "значение", n: 1e21 })).toMatchObject({
      status: "Completed",
      output: { ü: 1.5, a: ["x"] },
    });
  });

  it("refuses other keys", async () => {
    const post = (path: string): Promise<Response> =>
      fetch(`${harness.server.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: "k/signed" }),
      });
    expect((await post("/e/wrong")).status).toBe(401);
    expect((await post("/fn/register")).status).toBe(401);
    expect((await fetch(`${harness.server.url}/v1/runs/x`)).status).toBe(401);
  });
});

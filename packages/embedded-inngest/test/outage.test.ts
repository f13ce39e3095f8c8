import { freePort } from "@pipepilot/db/embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbeddedInngest, type EmbeddedInngest } from "../src/index";
import { eventually } from "./harness";
import { serveFunctions, testClient, type TestApp } from "./test-app";
import { startPostgres, type TestPostgres } from "./test-database";

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("when PostgreSQL is restarted", () => {
  let postgres: TestPostgres;
  let server: EmbeddedInngest;
  let app: TestApp;
  const executed: string[] = [];
  let goOn = (): void => undefined;
  const heldUp = new Promise<void>((resolve) => (goOn = resolve));
  let begun = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
    const port = await freePort();
    const client = testClient(`http://127.0.0.1:${port}`);
    app = await serveFunctions(client, [
      client.createFunction(
        { id: "patient", triggers: [{ event: "o/patient" }], retries: 0 },
        async ({ event, step }) => {
          await step.run("slow", async () => {
            begun += 1;
            if (event.data.slow) await heldUp;
            executed.push(`slow ${event.data.n}`);
          });
          await step.sleep("nap", "1s");
          await step.run("after", () => void executed.push(`after ${event.data.n}`));
        },
      ),
    ]);
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    server = createEmbeddedInngest({ databaseUrl: postgres.url, port, appUrls: [app.url], logger: quiet });
    await server.start();
    await server.ready();
  });
  afterAll(async () => {
    await server.stop();
    await app.stop();
    await postgres.stop();
  });

  const post = (n: number, slow = false): Promise<Response> =>
    fetch(`${server.url}/e/any`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: `outage-${n}`, name: "o/patient", data: { n, slow } }),
    });
  const completed = (n: number): Promise<void> =>
    eventually(async () => {
      const response = await fetch(`${server.url}/v1/events/outage-${n}/runs`);
      expect(await response.json()).toMatchObject({ data: [{ status: "Completed" }] });
    }, 60_000);

  it("recovers by itself: a step under way is stored once the database is back, and does not run again", async () => {
    expect((await post(1, true)).status).toBe(200);
    await eventually(() => expect(begun).toBe(1));
    await postgres.halt();
    const refused = await post(2);
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: "database_unavailable" }]);
    goOn();
    await delay(2000);
    await postgres.resume();
    await completed(1);
    await eventually(async () => expect((await post(3)).status).toBe(200));
    await completed(3);
    expect(executed).toEqual(["slow 1", "after 1", "slow 3", "after 3"]);
  }, 180_000);
});

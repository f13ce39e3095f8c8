import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbeddedInngest } from "../src/index";
import { eventually, startHarness, type Harness } from "./harness";

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const STEP_MS = 20_000;
let begun = 0;

describe("stopping and starting again", () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness((client) => [
      client.createFunction({ id: "slow", triggers: [{ event: "r/slow" }], retries: 0 }, async ({ step }) => {
        await step.run("before", () => null);
        return step.run("slow", async () => {
          begun += 1;
          await delay(begun === 1 ? STEP_MS : 10);
          return begun;
        });
      }),
    ]);
  });
  afterAll(() => harness.stop());

  it("does not wait for a step under way, and repeats it at the next start", async () => {
    const eventId = await harness.send("r/slow");
    await eventually(() => expect(begun).toBe(1));
    const stopAt = Date.now();
    await harness.server.stop();
    expect(Date.now() - stopAt).toBeLessThan(STEP_MS / 2);
    const next = createEmbeddedInngest({
      databaseUrl: harness.database.url,
      port: Number(new URL(harness.server.url).port),
      appUrls: [harness.app.url],
    });
    await next.start();
    expect(await harness.ended(eventId)).toMatchObject([{ status: "Completed", output: 2 }]);
    await next.stop();
  });
});

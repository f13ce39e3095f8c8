import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbeddedInngest } from "../src/index";
import { startHarness, type Harness } from "./harness";

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const begun: number[] = [];

describe("stopping and starting again", () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness((client) => [
      client.createFunction({ id: "slow", triggers: [{ event: "r/slow" }], retries: 0 }, async ({ step }) => {
        await step.run("before", () => null);
        return step.run("slow", async () => {
          begun.push(Date.now());
          await delay(begun.length === 1 ? 20_000 : 10);
          return begun.length;
        });
      }),
    ]);
  });
  afterAll(() => harness.stop());

  it("does not wait for a step under way, and repeats it at the next start", async () => {
    const eventId = await harness.send("r/slow");
    await delay(400);
    expect(begun).toHaveLength(1);
    const stopAt = Date.now();
    await harness.server.stop();
    expect(Date.now() - stopAt).toBeLessThan(5_000);
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

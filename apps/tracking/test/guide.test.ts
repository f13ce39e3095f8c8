import { afterAll, beforeAll, expect, it } from "vitest";
import type { Scope } from "@pipepilot/domain/api-key/schema";
import { formOf, guideBlocks, nameOf, runCurls, type GuideBlock } from "../../../packages/tooling/guide";
import { startTracking, type TestTracking } from "./harness";

let tracking: TestTracking;
beforeAll(async () => {
  tracking = await startTracking();
});
afterAll(() => tracking.close());

it.each(guideBlocks("tracking").map((block): [string, GuideBlock] => [nameOf(block), block]))(
  "%s is answered as the document says",
  async (_, { text, options, outcome }) => {
    const key = options.key
      ? (await tracking.keyFor(tracking.ctx, [options.key as Scope])).key
      : tracking.key;
    const answers = await runCurls(text, { "http://localhost:5000": tracking.url }, key);
    expect(answers.length).toBeGreaterThan(0);
    for (const { status, body } of answers)
      expect([status, body]).toEqual([Number(options.status ?? 200), body]);
    if (outcome !== null) expect(formOf(answers.at(-1)?.body ?? "")).toEqual(formOf(outcome));
  },
);

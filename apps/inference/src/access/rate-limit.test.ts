import { expect, it } from "vitest";
import { RateLimit } from "./rate-limit";

function taken(limit: RateLimit, caller: string, nowMs: number): boolean {
  try {
    limit.take(caller, nowMs);
    return true;
  } catch {
    return false;
  }
}

it("lets as many through at once as come in a second, and the next when its time has come", () => {
  const limit = new RateLimit(5);
  const at = (nowMs: number) => taken(limit, "a", nowMs);
  expect([0, 0, 0, 0, 0, 0, 199].map(at)).toEqual([true, true, true, true, true, false, false]);
  expect([200, 200, 400, 599, 600].map(at)).toEqual([true, false, true, false, true]);
  expect(Array.from({ length: 7 }, () => at(60_000)).filter(Boolean)).toHaveLength(5);
});

it("counts every caller apart, and says when to come again", () => {
  const limit = new RateLimit(1);
  limit.take("a", 0);
  limit.take("b", 0);
  expect(() => limit.take("a", 500)).toThrow(
    expect.objectContaining({
      status: 429,
      code: "REQUEST_LIMIT_EXCEEDED",
      headers: { "retry-after": "1" },
    }),
  );
});

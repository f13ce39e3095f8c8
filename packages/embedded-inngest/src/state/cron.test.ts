import { describe, expect, it } from "vitest";
import { nextTick } from "./cron";

describe("nextTick", () => {
  it.each([
    ["* * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"],
    ["*/5 * * * *", "2026-01-01T00:04:59.999Z", "2026-01-01T00:05:00Z"],
    ["TZ=Europe/Paris 0 12 * * 5", "2026-07-01T00:00:00Z", "2026-07-03T10:00:00Z"],
    ["TZ=Europe/Paris 0 12 * * 5", "2026-01-01T00:00:00Z", "2026-01-02T11:00:00Z"],
    ["TZ=UTC 0 0 1 * *", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"],
    ["@daily", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"],
  ])("%s after %s is %s", (cron, after, tick) => {
    expect(nextTick(cron, new Date(after))).toEqual(new Date(tick));
  });

  it("refuses what is not a cron expression", () => {
    expect(() => nextTick("TZ=Mars/Olympus * * * * *", new Date())).toThrow("is invalid");
    expect(() => nextTick("every minute", new Date())).toThrow("five fields are expected, not 2");
  });
});

import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff";
import { dueAt, durationMs } from "./duration";
import { parseEvents } from "./event";
import { seededEventId, ulid } from "./ids";

const now = new Date(1_700_000_000_000);

describe("parseEvents", () => {
  it("gives an event its id, time and empty data", () => {
    const [event] = parseEvents({ name: "a/b" }, null, now);
    expect(event).toEqual({
      id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      name: "a/b",
      data: {},
      user: {},
      ts: now.getTime(),
    });
  });

  it("keeps what the sender set", () => {
    const sent = { id: "dedupe-1", name: "a/b", data: { x: 1 }, user: { y: 2 }, ts: 5, v: "2" };
    expect(parseEvents([sent], null, now)).toEqual([sent]);
  });

  it("gives a repeated send the same ids", () => {
    const ids = (): string[] =>
      parseEvents([{ name: "a" }, { name: "b" }], "1795226843412,1qmLISNwIF8C9g==", now).map(({ id }) => id);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(2);
    expect(seededEventId("nonsense", 0)).toBeNull();
  });

  it("refuses all when one is wrong, and says which", () => {
    expect(() => parseEvents([{ name: "a" }, { data: {} }], null, now)).toThrow("event 1 is invalid");
    expect(() => parseEvents([], null, now)).toThrow("no event was sent");
    expect(() => parseEvents({ name: "a", data: [1] }, null, now)).toThrow("event 0 is invalid");
    expect(() => parseEvents({ name: "a", data: { x: "x".repeat(3 * 1024 * 1024) } }, null, now)).toThrow(
      "at most 3145728",
    );
  });
});

describe("ids, durations and backoff", () => {
  it("writes the ULID of the specification's example time", () => {
    expect(ulid(1_469_918_176_385, Buffer.alloc(10)).slice(0, 10)).toBe("01ARYZ6S41");
  });

  it("reads the SDK's durations", () => {
    expect(durationMs("1w2d3h4m5s")).toBe(((9 * 24 + 3) * 60 + 4) * 60_000 + 5000);
    expect(dueAt("", now)).toEqual(now);
    expect(() => dueAt("1 fortnight", now)).toThrow("is not a duration");
    expect(() => dueAt("2026-99-99", now)).toThrow("neither a duration nor a date");
  });

  it("doubles, caps and spreads delays", () => {
    const backoff = { baseMs: 100, maxMs: 1000 };
    expect([1, 2, 3, 4, 5, 99].map((failures) => backoffMs(failures, backoff, 0.5))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
    expect([0, 0.999].map((random) => backoffMs(1, backoff, random))).toEqual([75, 125]);
  });
});

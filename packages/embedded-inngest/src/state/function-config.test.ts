import { describe, expect, it } from "vitest";
import { parseFunctionConfig } from "./function-config";

const now = new Date("2026-01-01T00:00:00Z");
const declared = (options: Record<string, unknown>): unknown => ({
  id: "lab-one",
  name: "One",
  triggers: [{ event: "t/one" }],
  steps: { step: { id: "step", name: "step", runtime: { type: "http", url: "http://127.0.0.1/" } } },
  ...options,
});

describe("parseFunctionConfig", () => {
  it("reads what the SDK declares", () => {
    const config = parseFunctionConfig(
      declared({
        triggers: [
          { event: "t/seq" },
          { event: "t/alt", expression: "event.data.x > 1" },
          { cron: "TZ=UTC */5 * * * *" },
        ],
        steps: { step: { retries: { attempts: 2 } } },
        idempotency: "event.data.id",
        concurrency: [{ limit: 2, key: "event.data.org" }],
        timeouts: { start: "1m", finish: "2h" },
        cancel: [{ event: "t/cancel", timeout: "1h", if: "async.data.id == event.data.id" }],
      }),
      now,
    );
    expect(config).toEqual({
      id: "lab-one",
      name: "One",
      eventTriggers: [
        { event: "t/seq", expression: undefined },
        { event: "t/alt", expression: "event.data.x > 1" },
      ],
      crons: ["TZ=UTC */5 * * * *"],
      maxAttempts: 3,
      idempotency: "event.data.id",
      concurrency: [{ limit: 2, key: "event.data.org" }],
      startTimeoutMs: 60_000,
      finishTimeoutMs: 7_200_000,
      cancelOn: [{ event: "t/cancel", if: "async.data.id == event.data.id", timeoutMs: 3_600_000 }],
    });
  });

  it("allows four attempts when the function says nothing, and a plain number as limit", () => {
    expect(parseFunctionConfig(declared({ concurrency: 5 }), now)).toMatchObject({
      maxAttempts: 4,
      concurrency: [{ limit: 5 }],
    });
  });

  it.each([
    ["rateLimit", { limit: 9, period: "1h" }],
    ["throttle", { limit: 5, period: "1m" }],
    ["debounce", { period: "5s" }],
    ["batchEvents", { maxSize: 10, timeout: "5s" }],
    ["priority", { run: "event.data.p" }],
    ["singleton", { mode: "skip" }],
  ])("refuses %s by name", (option, value) => {
    expect(() => parseFunctionConfig(declared({ [option]: value }), now)).toThrow(
      `function "lab-one" uses ${option}, which the embedded`,
    );
  });

  it("refuses limits across functions, foreign expressions, crons and durations, naming the function", () => {
    const refuse =
      (options: Record<string, unknown>): (() => unknown) =>
      () =>
        parseFunctionConfig(declared(options), now);
    expect(refuse({ concurrency: [{ limit: 1, scope: "env", key: "'all'" }] })).toThrow(
      '"lab-one" uses concurrency.scope "env"',
    );
    expect(refuse({ concurrency: [{ limit: 1, key: "size(event.data.x)" }] })).toThrow(
      'function "lab-one": the expression "size(event.data.x)"',
    );
    expect(refuse({ triggers: [{ cron: "61 * * * *" }] })).toThrow(
      'function "lab-one": the cron trigger "61 * * * *" is invalid',
    );
    expect(refuse({ triggers: [{ cron: "* * * * * *" }] })).toThrow("five fields are expected, not 6");
    expect(refuse({ timeouts: { finish: "soon" } })).toThrow('function "lab-one": "soon" is not a duration');
  });
});

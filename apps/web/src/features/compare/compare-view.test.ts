import { compareSteps, stepOf } from "@pipepilot/domain/run/step";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHARTS, compareViewQuery, CURVE_TIMES, parseCompareView, type CompareView } from "./compare-view";
import { parseRuns, writeRuns } from "./run-list";

const a = "a".repeat(32);
const b = "b".repeat(32);
const read = (query: string) => parseCompareView(new URLSearchParams(query));

describe("the runs in an address", () => {
  it("are named whole while they are few, each once, and nonsense is left out", () => {
    expect(writeRuns([b, a])).toBe(`${b},${a}`);
    expect(parseRuns(`${b},${a},${b},x`)).toEqual([b, a]);
    expect([
      parseRuns(null),
      parseRuns(""),
      parseRuns("~"),
      parseRuns("~!!!!!!!!"),
      parseRuns("~AAAA"),
    ]).toEqual([[], [], [], [], []]);
  });

  it("fit 500 times into 4 kB by their first 12 digits, and the same address comes of these", () => {
    const ids = Array.from({ length: 500 }, (_, run) => (run * 7_654_321).toString(16).padStart(32, "c"));
    const text = writeRuns(ids.map((id) => [...id].reverse().join("")));
    expect(text).toHaveLength(1 + 500 * 8);
    expect(encodeURIComponent(text)).toBe(text);
    expect(writeRuns(parseRuns(text))).toBe(text);
    expect(parseRuns(text)[1]).toBe([...ids[1]].reverse().join("").slice(0, 12));
  });

  it("come back as they were, whatever they are", () => {
    const id = fc.stringMatching(/^[0-9a-f]{12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 60 }), (ids) => {
        expect(parseRuns(writeRuns(ids))).toEqual(ids);
      }),
    );
  });
});

describe("the address of a comparison", () => {
  it("has nothing but the runs while everything is as it is by itself", () => {
    expect(compareViewQuery({ runs: [b, a] })).toBe(`?runs=${b},${a}`);
    expect(read(`runs=${b},${a},x&show=all`)).toMatchObject({ runs: [b, a], onlyDifferences: false });
    expect(
      read("chart=pie&smooth=100&over=x&zoom=9..1&brush=metric.a:x..y,:1..2&format=param.a:usd"),
    ).toEqual(read(""));
  });

  it("zooms in on what lies between two whole numbers of 64 bits, and on nothing else", () => {
    const zoomed = (text: string) => read(`zoom=${text}`).zoom;
    expect(zoomed("-5..20")).toEqual({ low: -5, high: 20 });
    expect(zoomed("7..9223372036854775807")).toEqual({ low: 7, high: 2n ** 63n - 1n });
    for (const text of ["", "5", "20..-5", "1.5..2", "0..9223372036854775808", "1..2..3", "a..b"])
      expect(zoomed(text), text).toBe(null);
  });

  it("is one that people can read", () => {
    const query = compareViewQuery({
      runs: [a, b],
      chart: "scatter",
      axes: ["param.lr", "metric.val/acc"],
      brushes: { "metric.val/acc": { low: 0.5, high: Infinity }, "param.opt": { names: ["adam", "s,g;d"] } },
      formats: { "metric.cost": "USD" },
    });
    expect(query).toBe(
      `?runs=${a},${b}&chart=scatter&axes=param.lr,metric.val/acc` +
        "&brush=metric.val/acc:0.5..,param.opt:%3Dadam;s%252Cg%253Bd&format=metric.cost:USD",
    );
  });

  it("opens the same view again, whatever keys and values are called", () => {
    const field = fc
      .tuple(fc.constantFrom("metric", "param", "tag"), fc.string({ minLength: 1 }))
      .map(([kind, key]) => `${kind}.${key.replaceAll(/[\ud800-\udfff]/g, "x")}`);
    const fields = fc.uniqueArray(field, { minLength: 1, maxLength: 4 });
    const bound = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0);
    const brush = fc.oneof(
      fc
        .tuple(bound, bound)
        .map(([one, other]) => ({ low: Math.min(one, other), high: Math.max(one, other) })),
      fc.constant({ missing: true as const }),
      fields.map((names) => ({ names })),
    );
    const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const zoom = fc
      .tuple(long, fc.oneof(long, fc.integer({ min: 0, max: 9 })))
      .map((ends) => ends.map(stepOf).sort(compareSteps))
      .map(([low, high]) => ({ low, high }));
    const view: fc.Arbitrary<CompareView> = fc.record({
      runs: fc.constant([a, b]),
      onlyDifferences: fc.boolean(),
      onlyChosen: fc.boolean(),
      find: fc.constantFrom("", "loss & <b>"),
      order: fc.option(fc.record({ field, descending: fc.boolean() })),
      chart: fc.constantFrom(...CHARTS),
      axes: fc.option(fields),
      log: fields,
      flip: fields,
      brushes: fc.dictionary(field, brush, { noNullPrototype: true, maxKeys: 3 }),
      color: fc.option(field),
      x: fc.option(field),
      y: fc.option(field),
      z: fc.option(field),
      surface: fc.constantFrom("mean", "exact", null),
      by: fc.option(field),
      curves: fc.option(fields),
      smoothing: fc.integer({ min: 0, max: 99 }),
      over: fc.constantFrom(...CURVE_TIMES),
      zoom: fc.option(zoom),
      formats: fc.dictionary(field, fc.constantFrom("USD", "percent", "digits"), { noNullPrototype: true }),
    });
    fc.assert(
      fc.property(view, (one) => {
        expect(read(compareViewQuery(one).slice(1))).toEqual(one);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { categoryColumn, numberColumn, tableFromColumns } from "../table";
import type { JudgedRows } from "./judged-rows";
import { learningCurves } from "./learning-curve";
import { regressionPictures } from "./regression-pictures";
import { sliceRows } from "./slices";
import { thinRows } from "./thin-rows";

const judged = (y: Float64Array, predicted = new Float64Array(y.length)): JudgedRows => ({
  y,
  predicted,
  proba: new Float64Array(0),
  classCount: 0,
});
const rows = (count: number) => judged(new Float64Array(count).fill(1));

describe("slices", () => {
  it("cut numbers into fifths and keep few distinct numbers as they are", () => {
    const table = tableFromColumns([
      numberColumn(
        "many",
        Array.from({ length: 100 }, (_, i) => i),
      ),
      numberColumn(
        "few",
        Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? null : i % 3)),
      ),
    ]);
    const [many, few] = sliceRows(rows(100), table, ["many", "few"]);
    expect(many.groups.map(({ label, rows: count }) => `${label}: ${count}`)).toEqual([
      "up to 19.8: 20",
      "19.8 to 39.6: 20",
      "39.6 to 59.4: 20",
      "59.4 to 79.2: 20",
      "79.2 to 99: 20",
    ]);
    expect(few.groups.map(({ type, label, rows: count }) => `${type} ${label}: ${count}`)).toEqual([
      "value 0: 30",
      "value 1: 30",
      "value 2: 30",
      "missing missing: 10",
    ]);
  });

  it("lay rare categories together", () => {
    const names = Array.from({ length: 90 }, (_, i) => (i < 40 ? "big" : `rare ${i}`));
    const table = tableFromColumns([categoryColumn("kind", names)]);
    const [{ groups }] = sliceRows(rows(90), table, ["kind"]);
    expect(groups).toHaveLength(20);
    expect(groups[0]).toMatchObject({ label: "big", rows: 40, metrics: { mae: 1 } });
    expect(groups[19]).toMatchObject({ type: "other", label: "32 others", rows: 32 });
  });

  it("lose no row, whatever the numbers", () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, 1, NaN, Infinity, -Infinity, 1e308, -1e308));
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const table = tableFromColumns([numberColumn("n", values)]);
        const [{ groups }] = sliceRows(rows(values.length), table, ["n"]);
        expect(groups.reduce((sum, group) => sum + group.rows, 0)).toBe(values.length);
        expect(groups.length).toBeLessThanOrEqual(6);
        for (const { lower, upper } of groups)
          expect(lower === null || Number.isFinite(upper! - upper!)).toBe(true);
      }),
    );
  });
});

describe("pictures", () => {
  it("count every residual once and draw at most 1,000 rows", () => {
    const y = Float64Array.from({ length: 25_000 }, (_, i) => ((i * 7919) % 1000) / 10);
    const { residual_histogram, sample } = regressionPictures(judged(y));
    const { counts, below, above, edges } = residual_histogram;
    expect(counts.reduce((sum, count) => sum + count, 0) + below + above).toBe(25_000);
    expect(edges).toHaveLength(counts.length + 1);
    expect(below).toBeLessThanOrEqual(125);
    expect(sample.actual).toHaveLength(1000);
    expect(sample.actual[0]).toBe(y[0]);
  });

  it("survive constant, huge and unknown predictions", () => {
    const y = Float64Array.of(1e140, -1e140, 5);
    expect(regressionPictures(judged(y, Float64Array.of(NaN, 1e308, Infinity))).sample.actual).toEqual([
      -1e140,
    ]);
    expect(regressionPictures(judged(y, y)).residual_histogram).toEqual({
      edges: [0, 0],
      counts: [3],
      below: 0,
      above: 0,
    });
    expect(
      regressionPictures(judged(Float64Array.of(1), Float64Array.of(NaN))).residual_quantiles.p50,
    ).toBeNull();
  });

  it("take rows evenly, without chance", () => {
    expect([...thinRows(10, 4)]).toEqual([0, 2, 5, 7]);
    expect([...thinRows(3, 4)]).toEqual([0, 1, 2]);
  });

  it("keep both ends of a long fit", () => {
    const history = Array.from({ length: 1234 }, (_, i) => ({
      done: i + 1,
      metrics: { train_loss: 1 / (i + 1) },
    }));
    const [curve] = learningCurves([...history, { done: 1234, metrics: {} }]);
    expect(curve.steps).toHaveLength(200);
    expect([curve.steps[0], curve.steps.at(-1), curve.train?.at(-1), curve.validation]).toEqual([
      1,
      1234,
      1 / 1234,
      null,
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { addTrees, type TreeEnsemble } from "../trees/ensemble";
import { takeRows } from "./background";
import { bruteForceShapley, smallTrees, TREE_CASES, type CoalitionValue } from "./testing";

const rowsFrom = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

/** Known features from the row, the others from each background row; the mean of the trees' sums. */
function interventional(
  trees: TreeEnsemble,
  output: number,
  row: Float64Array,
  background: Float64Array,
): CoalitionValue {
  const others = background.length / 5;
  return (coalition) => {
    const mixed = background.map((value, i) => ((coalition >> (i % 5)) & 1 ? row[i % 5] : value));
    const sums = new Float64Array(others * trees.outputs);
    addTrees(trees, mixed, others, sums);
    return sums.reduce((sum, value, i) => sum + (i % trees.outputs === output ? value / others : 0), 0);
  };
}

describe("interventional TreeSHAP", () => {
  it.each(TREE_CASES)("is Shapley's value by brute force: %s, %s", async (family, _, classCount) => {
    const { data, model, trees } = await smallTrees(family, classCount);
    const x = takeRows(data.x, rowsFrom(0, 8));
    const background = takeRows(data.x, rowsFrom(50, 57));
    const { values, base, predictions, outputs } = await model.explain(x, { background });
    const scale = family === "random_forest" ? 1 / trees.roots.length : 1;
    for (let row = 0; row < x.rowCount; row++) {
      for (let output = 0; output < outputs; output++) {
        const game = interventional(trees, output, x.data.subarray(row * 5, row * 5 + 5), background.data);
        const at = (row * outputs + output) * 5;
        const own = [...values.subarray(at, at + 5)];
        bruteForceShapley(5, game).forEach((value, feature) =>
          expect(own[feature]).toBeCloseTo(value * scale, 12),
        );
        const sum = own.reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(predictions[row * outputs + output] - base[output], 12);
      }
    }
  });

  it("uses as many background rows as allowed, the same ones for the same seed", async () => {
    const { data, model } = await smallTrees("random_forest", 0);
    const options = { background: data.x, maxBackground: 10, seed: 5 };
    const [once, again, other] = await Promise.all([
      model.explain(data.x, options),
      model.explain(data.x, options),
      model.explain(data.x, { ...options, seed: 6 }),
    ]);
    expect(once).toEqual(again);
    expect(once.base).not.toEqual(other.base);
  });

  it("refuses a background without rows or of other columns", async () => {
    const { data, model } = await smallTrees("random_forest", 0);
    const none = takeRows(data.x, new Int32Array());
    await expect(model.explain(data.x, { background: none })).rejects.toMatchObject({
      code: "background_missing",
    });
    const other = { rowCount: 1, featureNames: ["a"], data: Float64Array.of(1) };
    await expect(model.explain(data.x, { background: other })).rejects.toThrow(
      "The model takes 5 features, got 1.",
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomForest } from "../families/random-forest";
import { packModel, unpackModel } from "../model-bytes";
import { addTrees, assembleTrees, encodeRows, treeArrays } from "../trees/ensemble";
import { unpackLeafCovers } from "../trees/leaf-covers";
import { TreeBuilder, type GrownTree } from "../trees/tree-builder";
import { takeRows } from "./background";
import { bruteForceShapley, pathDependentExpectation, smallTrees, TREE_CASES } from "./testing";
import { PathDependentShap } from "./tree-shap";

const rowOf = (data: Float64Array, row: number) => [...data.subarray(row * 5, row * 5 + 5)];

describe("path-dependent TreeSHAP", () => {
  it.each(TREE_CASES)("is Shapley's value by brute force: %s, %s", async (family, _, classCount) => {
    const { data, model, trees } = await smallTrees(family, classCount);
    const x = takeRows(
      data.x,
      Int32Array.from({ length: 20 }, (_, row) => row),
    );
    const { values, base, predictions, outputs, method } = await model.explain(x);
    expect(method).toBe("tree_path_dependent");
    expect(x.data.some(Number.isNaN)).toBe(true);
    const scale = family === "random_forest" ? 1 / trees.roots.length : 1;
    for (let row = 0; row < x.rowCount; row++) {
      for (let output = 0; output < outputs; output++) {
        const game = pathDependentExpectation(trees, output, rowOf(x.data, row));
        const at = (row * outputs + output) * 5;
        const own = [...values.subarray(at, at + 5)];
        bruteForceShapley(5, game).forEach((value, feature) =>
          expect(own[feature]).toBeCloseTo(value * scale, 12),
        );
        const sum = own.reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(predictions[row * outputs + output] - base[output], 12);
        expect(base[output] + (game(31) - game(0)) * scale).toBeCloseTo(
          predictions[row * outputs + output],
          12,
        );
      }
    }
  });

  it("explains what the model answers: a value, a probability, a score before its link", async () => {
    const [forest, shares, scores] = await Promise.all([
      smallTrees("random_forest", 0),
      smallTrees("random_forest", 2),
      smallTrees("gradient_boosting", 3),
    ]);
    const value = await forest.model.explain(forest.data.x);
    expect([value.quantity, value.predictions]).toEqual(["value", forest.model.predict(forest.data.x)]);
    const probability = await shares.model.explain(shares.data.x);
    expect(probability.quantity).toBe("probability");
    const proba = shares.model.predictProba(shares.data.x).filter((_, i) => i % 2 === 1);
    expect(probability.predictions).toEqual(proba);
    const margin = await scores.model.explain(scores.data.x);
    expect([margin.quantity, margin.outputs]).toEqual(["margin", 3]);
    const [a, b, c] = margin.predictions.map(Math.exp);
    expect(a / (a + b + c)).toBeCloseTo(scores.model.predictProba(scores.data.x)[0], 12);
  });

  /** A tree of random tests; features repeat along its paths, covers may be 0. */
  const randomTree = (choices: readonly number[], covers: readonly number[]): GrownTree => {
    const builder = new TreeBuilder(64, 1, 4, 0);
    let next = 0;
    const draw = () => choices[next++ % choices.length];
    const grow = (slot: number, depth: number) => {
      if (depth === 5 || draw() % 5 === 0) {
        const leaf = builder.addLeaf(slot, covers[next % covers.length]);
        builder.leaves[leaf] = draw() - 20;
        return;
      }
      const at = builder.addSplit(slot, draw() % 4, draw() % 3, draw() % 2 === 0, 1);
      grow(at + 1, depth + 1);
      grow(at + 2, depth + 1);
    };
    grow(-1, 0);
    return builder.finish();
  };
  const cuts = Array.from({ length: 4 }, () => Float64Array.of(0, 1, 2));

  it("holds for any tree: brute force, and the sum is the prediction less the expectation", () => {
    const cell = fc.constantFrom(-1, 0.5, 1.5, 3, NaN);
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { minLength: 5, maxLength: 60 }),
        fc
          .array(fc.nat(3), { minLength: 3, maxLength: 9 })
          .filter((covers) => covers.every((cover) => cover > 0)),
        fc.tuple(cell, cell, cell, cell),
        (choices, covers, row) => {
          const trees = assembleTrees([randomTree(choices, covers)], cuts, 1, 1);
          const codes = new Uint16Array(8);
          encodeRows(trees, Float64Array.from(row), 0, 1, codes);
          const shap = new PathDependentShap(
            treeArrays(trees),
            unpackLeafCovers(trees.leafCovers!, trees.leaves.length),
          );
          const values = new Float64Array(4);
          shap.addTree(0, 0, codes, 0, values, 0);
          bruteForceShapley(4, pathDependentExpectation(trees, 0, row)).forEach((value, feature) =>
            expect(values[feature]).toBeCloseTo(value, 11),
          );
          const prediction = new Float64Array(1);
          addTrees(trees, Float64Array.from(row), 1, prediction);
          const sum = values.reduce((total, value) => total + value, 0);
          expect(sum).toBeCloseTo(prediction[0] - shap.expectation[0], 11);
        },
      ),
    );
  });

  it("gives nothing to a single leaf and passes over branches no training row reached", () => {
    const leafOnly = new TreeBuilder(1, 1, 4, 0);
    leafOnly.leaves[leafOnly.addLeaf(-1, 9)] = 5;
    const empty = new TreeBuilder(3, 1, 4, 0);
    const root = empty.addSplit(-1, 0, 0, false, 1);
    empty.leaves[empty.addLeaf(root + 1, 4)] = 1;
    const below = empty.addSplit(root + 2, 1, 0, false, 1);
    empty.leaves[empty.addLeaf(below + 1, 0)] = 7;
    empty.leaves[empty.addLeaf(below + 2, 0)] = 9;
    const trees = assembleTrees([leafOnly.finish(), empty.finish()], cuts, 1, 1);
    const shap = new PathDependentShap(treeArrays(trees), unpackLeafCovers(trees.leafCovers!, 4));
    expect(shap.expectation[0]).toBe(6);
    const explain = (...row: number[]) => {
      const codes = new Uint16Array(8);
      const values = new Float64Array(4);
      encodeRows(trees, Float64Array.from(row), 0, 1, codes);
      for (const tree of [0, 1]) shap.addTree(tree, 0, codes, 0, values, 0);
      return [...values];
    };
    expect(explain(-1, 0, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(explain(1, 5, 0, 0).every(Number.isFinite)).toBe(true);
  });

  it("asks for background rows where a model was saved without covers", async () => {
    const { model, data } = await smallTrees("random_forest", 0);
    const { header, arrays } = unpackModel(model.save());
    const older = Object.fromEntries(Object.entries(arrays).filter(([name]) => name !== "leafCovers"));
    const loaded = randomForest.load(packModel(header as object, older));
    expect(loaded.predict(data.x)).toEqual(model.predict(data.x));
    await expect(loaded.explain(data.x)).rejects.toMatchObject({ code: "background_missing" });
    const { method } = await loaded.explain(data.x, { background: data.x });
    expect(method).toBe("tree_interventional");
  });

  it("reports every tree and stops when aborted", async () => {
    const { model, data } = await smallTrees("gradient_boosting", 3);
    const done: number[] = [];
    await model.explain(data.x, { onProgress: (progress) => void done.push(progress.done / progress.total) });
    expect(done.length).toBe(12);
    expect(done.at(-1)).toBe(1);
    const explaining = model.explain(data.x, { signal: AbortSignal.abort() });
    await expect(explaining).rejects.toMatchObject({ name: "AbortError" });
  });

  it("explains no rows", async () => {
    const { model, data } = await smallTrees("random_forest", 0);
    const { values, rowCount } = await model.explain(takeRows(data.x, new Int32Array()));
    expect([values.length, rowCount]).toEqual([0, 0]);
  });
});

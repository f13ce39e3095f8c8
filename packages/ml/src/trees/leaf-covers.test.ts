import { describe, expect, it } from "vitest";
import { gradientBoosting } from "../families/gradient-boosting";
import { randomForest } from "../families/random-forest";
import { packModel, unpackModel } from "../model-bytes";
import { createRandom } from "../random";
import { treeArrays } from "./ensemble";
import { readEnsemble } from "./ensemble-bytes";
import { innerCovers, packLeafCovers, readLeafCovers, unpackLeafCovers } from "./leaf-covers";

const covers = (...values: number[]) => ({ covers: Float64Array.from(values) });

describe("leaf covers", () => {
  it("take a byte up to 127, two up to 16,383 and come back as they were", () => {
    const packed = packLeafCovers([covers(0, 1, 127), covers(128, 16_383, 16_384, 5_000_000_000)]);
    expect(packed.length).toBe(3 + 2 + 2 + 3 + 5);
    expect([...unpackLeafCovers(packed, 7)]).toEqual([0, 1, 127, 128, 16_383, 16_384, 5_000_000_000]);
  });

  it("keep fractions as 32-bit floats", () => {
    const packed = packLeafCovers([covers(0.5, 3), covers(2.25)]);
    expect(packed).toEqual(Float32Array.of(0.5, 3, 2.25));
    expect([...unpackLeafCovers(packed, 3)]).toEqual([0.5, 3, 2.25]);
  });

  it("are refused when they do not fit the leaves", () => {
    expect(() => unpackLeafCovers(Uint8Array.of(1, 2), 3)).toThrow("leaf covers are damaged");
    expect(() => unpackLeafCovers(Uint8Array.of(1, 2, 3), 2)).toThrow("leaf covers are damaged");
    expect(() => unpackLeafCovers(Uint8Array.of(1, 130), 1)).toThrow("leaf covers are damaged");
    expect(() => unpackLeafCovers(Float32Array.of(1, NaN), 2)).toThrow("leaf covers are damaged");
    const wrongType = unpackModel(packModel({}, { leafCovers: Int32Array.of(1) }));
    expect(() => readLeafCovers(wrongType)).toThrow("leaf covers are damaged");
  });

  it("are absent from older files", () => {
    expect(readLeafCovers(unpackModel(packModel({}, {})))).toBeNull();
  });

  it("of inner nodes are the sums of what is below", () => {
    const nodes = Int32Array.of(0, 3, ~2, 0, ~0, ~1);
    expect([...innerCovers({ nodes }, Float64Array.of(2, 3, 5))]).toEqual([10, 5]);
  });

  const random = createRandom(4);
  const data = Float64Array.from({ length: 1200 }, () => (random.next() < 0.1 ? NaN : random.normal()));
  const x = { rowCount: 400, featureNames: ["a", "b", "c"], data };
  const y = Float64Array.from({ length: 400 }, () => random.normal());
  it.each([
    ["a forest's bootstrap draws", randomForest, { n_estimators: 3 }, 400],
    ["a smaller bootstrap", randomForest, { n_estimators: 2, max_samples: 37 }, 37],
    ["a forest's rows", randomForest, { n_estimators: 2, bootstrap: false, max_depth: 4 }, 400],
    ["boosting's rows", gradientBoosting, { n_estimators: 4, subsample: 0.5 }, 200],
  ])("count %s in every tree", async (_, family, params, rows) => {
    const model = await family.fit(
      { task: "regression", x, y, classCount: 0 },
      family.params.parse(params) as never,
      {
        seed: 1,
      },
    );
    const shape = { featureCount: 3, categorySplits: [], leafSize: 1, outputs: 1 };
    const ensemble = readEnsemble(unpackModel(model.save()), shape);
    const leaves = unpackLeafCovers(ensemble.leafCovers!, ensemble.leaves.length);
    const inner = innerCovers(treeArrays(ensemble), leaves);
    expect(leaves.every((cover) => cover >= 1)).toBe(true);
    for (const root of ensemble.roots) expect(inner[root / 3]).toBe(rows);
  });
});

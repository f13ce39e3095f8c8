import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import type { Distribution, NumberDistribution } from "./distribution";
import { kernelWeights, kernelWidths, parzenEstimator } from "./parzen-estimator";

const unit: NumberDistribution = { kind: "number", low: 0, high: 10, log: false, step: null };

// The standard normal's cumulative distribution, by Simpson's rule from the density: independent of the code under test.
function phi(x: number): number {
  const steps = 2000;
  const from = -12;
  const width = (x - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((from + i * width) ** 2) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

const density = (x: number, mean: number, width: number) =>
  Math.exp(-(((x - mean) / width) ** 2) / 2) / (width * Math.sqrt(2 * Math.PI));

describe("a Parzen estimator", () => {
  it("weighs the last 25 observations equally and earlier ones less", () => {
    expect([...kernelWeights(0)]).toEqual([1]);
    expect([...kernelWeights(3)]).toEqual([0.25, 0.25, 0.25, 0.25]);
    const weights = kernelWeights(28);
    const total = 1 / 28 + (1 / 28 + 1) / 2 + 1 + 25 + 1;
    const expected = [1 / 28, (1 / 28 + 1) / 2, 1, ...Array<number>(26).fill(1)].map((each) => each / total);
    weights.forEach((weight, i) => expect(weight).toBeCloseTo(expected[i], 14));
    expect(kernelWeights(26)[0]).toBeCloseTo(1 / 26 / (26 + 1 / 26), 14);
  });

  it("makes a kernel as wide as the distance to its farther neighbour, the middle of the range being one", () => {
    // Sorted: 1, 2, 5 (the prior's), 9. The outermost reach to their one neighbour; 10 / (1 + 4) is the least.
    expect([...kernelWidths(Float64Array.of(2, 9, 1, 5), 0, 10)]).toEqual([3, 4, 2, 10]);
    expect([...kernelWidths(Float64Array.of(2, 9, 1, 5), 0, 10, true, true)]).toEqual([3, 4, 2, 10]);
    expect([...kernelWidths(Float64Array.of(2, 9, 1, 5), 0, 10, false)]).toEqual([3, 4, 1, 10]);
  });

  it("is the weighted mean of truncated normals", () => {
    const estimator = parzenEstimator(unit, [2, 9, 1]);
    const kernels = [
      [2, 3],
      [9, 4],
      [1, 2],
      [5, 10],
    ];
    for (const x of [0, 0.3, 4, 9.9]) {
      const expected = kernels.map(
        ([mean, width]) => density(x, mean, width) / (phi((10 - mean) / width) - phi(-mean / width)) / 4,
      );
      const sum = expected.reduce((total, each) => total + each, 0);
      expect(Math.exp(estimator.logDensity(x))).toBeCloseTo(sum, 10);
    }
  });

  it("lives on the logarithms of a logarithmic range, its density that of the value", () => {
    const log: NumberDistribution = { kind: "number", low: 0.01, high: 100, log: true, step: null };
    const estimator = parzenEstimator(log, [1.5]);
    const range = Math.log(1e4);
    const width = Math.max(Math.log(1.5), range / 3);
    const low = Math.log(0.01);
    const high = Math.log(100);
    const x = 7;
    const expected = [
      [Math.log(1.5), width],
      [0, range],
    ].map(
      ([mean, each]) =>
        density(Math.log(x), mean, each) / x / (phi((high - mean) / each) - phi((low - mean) / each)) / 2,
    );
    expect(Math.exp(estimator.logDensity(x))).toBeCloseTo(expected[0] + expected[1], 10);
  });

  it.each<NumberDistribution>([
    { kind: "number", low: 1, high: 12, log: false, step: 1 },
    { kind: "number", low: 1, high: 12, log: true, step: 1 },
    { kind: "number", low: 0, high: 1, log: false, step: 0.125 },
  ])("gives the values of a range with steps probabilities that sum to 1: %o", (distribution) => {
    const values: number[] = [];
    for (let value = distribution.low; value <= distribution.high; value += distribution.step ?? 1)
      values.push(value);
    const estimator = parzenEstimator(distribution, [values[3], values[3], values[7]]);
    const total = values.reduce((sum, value) => sum + Math.exp(estimator.logDensity(value)), 0);
    expect(total).toBeCloseTo(1, 12);
  });

  it("counts choices, with a share of the prior for each kernel", () => {
    const choice: Distribution = { kind: "choice", choices: ["a", "b", "c"] };
    const estimator = parzenEstimator(choice, [0, 0, 2]);
    // Kernels of observations: (1/4 + hit) / (3/4 + 1); the prior's is even. Each weighs a quarter.
    const hit = 1.25 / 1.75;
    const miss = 0.25 / 1.75;
    const expected = [2 * hit + miss + 1 / 3, 3 * miss + 1 / 3, hit + 2 * miss + 1 / 3].map(
      (each) => each / 4,
    );
    expected.forEach((each, index) => expect(Math.exp(estimator.logDensity(index))).toBeCloseTo(each, 12));
    expect(Math.exp(parzenEstimator(choice, []).logDensity(1))).toBeCloseTo(1 / 3, 14);
  });

  it("draws as its density says", () => {
    const estimator = parzenEstimator({ ...unit, step: 1 }, [2, 2, 8]);
    const random = createRandom(7);
    const counts = new Map<number, number>();
    const draws = 40_000;
    for (let i = 0; i < draws; i++) {
      const value = estimator.sample(random);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const [value, count] of counts) {
      const expected = Math.exp(estimator.logDensity(value));
      expect(Math.abs(count / draws - expected)).toBeLessThan(5 * Math.sqrt(expected / draws));
    }
  });

  it("stays finite on a range of 1e308 and far from every observation", () => {
    const wide: NumberDistribution = { kind: "number", low: 0, high: 1e308, log: false, step: null };
    const estimator = parzenEstimator(wide, Array<number>(200).fill(1));
    expect(Number.isFinite(estimator.logDensity(1e308))).toBe(true);
    expect(estimator.sample(createRandom(1))).toBeLessThanOrEqual(1e308);
  });
});

import { describe, expect, it } from "vitest";
import type { TaskRunner } from "../family";
import { inlineRunner } from "../parallel/inline-runner";
import { runToEnd } from "../parallel/task";
import { createRandom } from "../random";
import { binTable } from "./boosting-data";
import { BoostingKernel } from "./boosting-kernel";

const random = createRandom(12);
const ROWS = 400;
const NUMBERS = 3;
/** One of four categories, the columns of its one-hot encoding after three numbers. */
const category = Int32Array.from({ length: ROWS }, () => random.int(4));
const WIDTH = NUMBERS + 4;
const data = Float64Array.from({ length: ROWS * WIDTH }, (_, at) => {
  const feature = at % WIDTH;
  if (feature >= NUMBERS) return category[Math.floor(at / WIDTH)] === feature - NUMBERS ? 1 : 0;
  return random.next() < 0.1 ? Number.NaN : random.int(60);
});
const featureNames = Array.from({ length: WIDTH }, (_, feature) => `f${feature}`);
const table = runToEnd(binTable({ rowCount: ROWS, featureNames, data }, 255));
const gradients = Float64Array.from({ length: ROWS }, () => random.normal());
const hessians = Float64Array.from({ length: ROWS }, () => 0.05 + random.next());
const shuffled = random.shuffle(Int32Array.from({ length: ROWS }, (_, row) => row));
const FEATURES = Int32Array.from({ length: WIDTH }, (_, feature) => feature);

function kernelWith(weighted: boolean, runner?: TaskRunner): BoostingKernel {
  const kernel = new BoostingKernel(table, 1, weighted, runner);
  kernel.gradients.set(gradients);
  if (weighted) kernel.hessians.set(hessians);
  kernel.rows.set(shuffled);
  kernel.take(0);
  return kernel;
}

function filled(kernel: BoostingKernel, start: number, end: number) {
  const filling = kernel.fill(start, end);
  const step = filling.next();
  if (!step.done) throw new Error("so few rows need no other thread");
  return step.value;
}

/** The largest decrease of the loss over all splits, by trying every one. */
function bestGain(rows: readonly number[], weighted: boolean, leastRows: number, l2: number): number {
  const sum = (of: readonly number[], values: (row: number) => number) =>
    of.reduce((total, row) => total + values(row), 0);
  const hessianOf = (row: number) => (weighted ? hessians[row] : 1);
  const score = (of: readonly number[]) => sum(of, (row) => gradients[row]) ** 2 / (sum(of, hessianOf) + l2);
  let best = 0;
  for (let feature = 0; feature < WIDTH; feature++) {
    for (let cut = 0; cut < 60; cut++) {
      for (const missingLeft of [true, false]) {
        const isLeft = (row: number) => {
          const value = data[row * WIDTH + feature];
          return Number.isNaN(value) ? missingLeft : value <= cut;
        };
        const left = rows.filter(isLeft);
        const right = rows.filter((row) => !isLeft(row));
        if (Math.min(left.length, right.length) < leastRows) continue;
        best = Math.max(best, score(left) + score(right) - score(rows));
      }
    }
  }
  return best;
}

describe.each([false, true])("the boosting kernel (weighted: %s)", (weighted) => {
  it.each([1, 60])(
    "finds the split an exhaustive search finds, at least %i rows a side",
    (minSamplesLeaf) => {
      const l2 = 0.5;
      const kernel = kernelWith(weighted);
      const histogram = filled(kernel, 0, ROWS);
      const split = kernel.findSplit(histogram, kernel.sums(histogram), FEATURES, { minSamplesLeaf, l2 })!;
      const expected = bestGain([...shuffled], weighted, minSamplesLeaf, l2);
      expect(split.gain * kernel.gradientUnit ** 2).toBeCloseTo(expected, 6);
    },
  );

  it("finds splits of exclusive features, which share a group, and parts the rows by them", () => {
    for (let feature = NUMBERS; feature < WIDTH; feature++) {
      const kernel = kernelWith(weighted);
      const histogram = filled(kernel, 0, ROWS);
      const limits = { minSamplesLeaf: 1, l2: 0 };
      const split = kernel.findSplit(histogram, kernel.sums(histogram), Int32Array.of(feature), limits)!;
      const middle = kernel.partition(0, ROWS, split);
      const off = (row: number) => category[row] !== feature - NUMBERS;
      expect([...kernel.rows]).toEqual([...shuffled.filter(off), ...shuffled.filter((row) => !off(row))]);
      expect(split).toMatchObject({ feature, cut: 0, left: { count: middle } });
    }
  });

  it("takes a child's sums from its parent's without a trace", () => {
    const kernel = kernelWith(weighted);
    const parent = filled(kernel, 0, ROWS);
    const child = filled(kernel, 0, 150);
    const sibling = filled(kernel, 150, ROWS);
    kernel.subtract(parent, child);
    expect(kernel.sums(parent)).toEqual(kernel.sums(sibling));
    const limits = { minSamplesLeaf: 3, l2: 0 };
    const split = (of: typeof parent) => kernel.findSplit(of, kernel.sums(of), FEATURES, limits);
    expect(split(parent)).toEqual(split(sibling));
  });

  it("keeps to the features it is given and finds nothing where nothing lowers the loss", () => {
    const kernel = kernelWith(weighted);
    const histogram = filled(kernel, 0, ROWS);
    const limits = { minSamplesLeaf: 1, l2: 0 };
    const sums = kernel.sums(histogram);
    expect(kernel.findSplit(histogram, sums, Int32Array.of(1), limits)!.feature).toBe(1);
    expect(kernel.findSplit(histogram, sums, FEATURES, { minSamplesLeaf: 201, l2: 0 })).toBeNull();
    expect(kernel.findSplit(histogram, sums, new Int32Array(0), limits)).toBeNull();
  });

  it("sums gradients of any size to nine digits", () => {
    for (const size of [1e-280, 1, 1e300]) {
      const kernel = new BoostingKernel(table, 1, weighted);
      kernel.gradients.set(gradients.map((value) => value * size));
      if (weighted) kernel.hessians.set(hessians);
      kernel.rows.set(shuffled);
      kernel.take(0);
      const { count, gradient, hessian } = kernel.sums(filled(kernel, 0, ROWS));
      expect(count).toBe(ROWS);
      expect((gradient * kernel.gradientUnit) / size).toBeCloseTo(
        gradients.reduce((a, b) => a + b),
        9,
      );
      expect(hessian).toBeCloseTo(weighted ? hessians.reduce((a, b) => a + b) : ROWS, 9);
    }
  });
});

it("sums large leaves on several threads to the same numbers", async () => {
  const rowCount = 600_000;
  const values = Float64Array.from({ length: 2 * rowCount }, () => random.normal());
  const large = runToEnd(binTable({ rowCount, featureNames: ["a", "b"], data: values }, 255));
  let orders = 0;
  const runner: TaskRunner = {
    threads: 3,
    run(task, payloads, options) {
      orders += payloads.length;
      return inlineRunner.run(task, payloads, options);
    },
  };
  const sums = await Promise.all(
    [undefined, runner].map(async (of) => {
      const kernel = new BoostingKernel(large, 1, false, of);
      kernel.gradients.set(values.subarray(0, rowCount));
      kernel.rows.forEach((_, i) => (kernel.rows[i] = i));
      kernel.take(0);
      const filling = kernel.fill(0, rowCount);
      let step = filling.next();
      while (!step.done) {
        await step.value;
        step = filling.next();
      }
      const total = kernel.sums(step.value);
      const split = kernel.findSplit(step.value, total, Int32Array.of(0, 1), { minSamplesLeaf: 1, l2: 0 });
      return { total, split };
    }),
  );
  expect(orders).toBe(2);
  expect(sums[1]).toEqual(sums[0]);
});

import { describe, expect, it } from "vitest";
import { runToEnd } from "../parallel/task";
import { createRandom } from "../random";
import {
  coarsen,
  codeOf,
  cutPoints,
  MISSING_BIN,
  MISSING_RANK,
  quantiseToBins,
  quantiseToRanks,
} from "./quantise";

const column = (values: number[]) => ({
  rowCount: values.length,
  featureNames: ["f"],
  data: Float64Array.from(values),
});

describe("quantising", () => {
  it("cuts halfway between distinct values and ends with infinity", () => {
    expect([...cutPoints(Float64Array.of(3, 1, 1, 7), 255)]).toEqual([2, 5, Infinity]);
    expect([...cutPoints(Float64Array.of(NaN, NaN), 255)]).toEqual([Infinity]);
  });

  it("keeps neighbours apart whose middle cannot be represented", () => {
    const above = 1 + Number.EPSILON;
    const cuts = cutPoints(Float64Array.of(1, above), 255);
    expect([codeOf(1, cuts), codeOf(above, cuts)]).toEqual([0, 1]);
  });

  it("gives every distinct value its rank, and missing its own code", () => {
    const { codes, hasMissing } = runToEnd(quantiseToRanks(column([5, NaN, -2, 5, 0])));
    expect([...codes]).toEqual([2, MISSING_RANK, 0, 2, 1]);
    expect([...hasMissing]).toEqual([1]);
  });

  it("fills bins about equally and in order when there are more values than bins", () => {
    const random = createRandom(1);
    const values = Array.from({ length: 10_000 }, () => random.normal() ** 3);
    const { codes, cuts } = runToEnd(quantiseToBins(column(values), 255));
    const counts = new Array<number>(256).fill(0);
    values.forEach((value, row) => {
      counts[codes[row]]++;
      expect(value).toBeLessThanOrEqual(cuts[0][codes[row]]);
      if (codes[row] > 0) expect(value).toBeGreaterThan(cuts[0][codes[row] - 1]);
    });
    expect(Math.max(...counts)).toBeLessThanOrEqual(41);
    expect(counts[MISSING_BIN]).toBe(0);
  });

  it("lumps ranks into bins that keep the order", () => {
    const values = Array.from({ length: 3000 }, (_, row) => (row % 7 === 0 ? NaN : (row * 7919) % 1500));
    const ranks = runToEnd(quantiseToRanks(column(values)));
    const { bins, lastRank } = coarsen(ranks);
    values.forEach((value, row) => {
      if (Number.isNaN(value)) return expect(bins[row]).toBe(MISSING_BIN);
      expect(bins[row]).toBeLessThan(MISSING_BIN);
      expect(ranks.codes[row]).toBeLessThanOrEqual(lastRank[bins[row]]);
      if (bins[row] > 0) expect(ranks.codes[row]).toBeGreaterThan(lastRank[bins[row] - 1]);
    });
  });

  it("groups a column with more than 65,534 distinct values", () => {
    const { codes, cuts } = runToEnd(
      quantiseToRanks(column(Array.from({ length: 70_000 }, (_, row) => row))),
    );
    expect(cuts[0].length).toBeLessThanOrEqual(65_534);
    expect(codes[69_999]).toBe(cuts[0].length - 1);
    expect(codes.includes(MISSING_RANK)).toBe(false);
  });

  it("chooses the bins of a large table by a sample, about equally filled", () => {
    const random = createRandom(4);
    const values = Array.from({ length: 450_000 }, () => random.next());
    const { codes, cuts } = runToEnd(quantiseToBins(column(values), 100));
    expect(cuts[0]).toHaveLength(100);
    const counts = new Array<number>(100).fill(0);
    codes.forEach((code) => counts[code]++);
    expect(Math.min(...counts)).toBeGreaterThan(3_900);
    expect(Math.max(...counts)).toBeLessThan(5_100);
    expect(runToEnd(quantiseToBins(column(values), 100)).cuts).toEqual(cuts);
  });
});

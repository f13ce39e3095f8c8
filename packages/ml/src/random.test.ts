import { describe, expect, it } from "vitest";
import { createRandom } from "./random";

const draw = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe("createRandom", () => {
  it("repeats itself for the same seed and differs for another", () => {
    expect(draw(42, 5)).toEqual(draw(42, 5));
    expect(draw(42, 5)).not.toEqual(draw(43, 5));
  });

  it("draws uniformly from [0, 1)", () => {
    const values = draw(1, 20_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 2);
  });

  it("draws every integer below n about equally often", () => {
    const random = createRandom(7);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[random.int(6)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it("draws normals with mean 0 and variance 1", () => {
    const random = createRandom(3);
    const values = Array.from({ length: 50_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  it("shuffles in place and keeps every value", () => {
    const values = Int32Array.from({ length: 100 }, (_, i) => i);
    const shuffled = createRandom(5).shuffle(values);
    expect(shuffled).toBe(values);
    expect([...values]).not.toEqual([...values].sort((a, b) => a - b));
    expect([...values].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it("forks by label, whatever was drawn before", () => {
    const fresh = createRandom(9).fork("tree:3").next();
    const used = createRandom(9);
    used.next();
    expect(used.fork("tree:3").next()).toBe(fresh);
    expect(used.fork("tree:4").next()).not.toBe(fresh);
    expect(used.fork(3).next()).not.toBe(used.fork("3").next());
  });

  it("refuses a seed that is not a number", () => {
    expect(() => createRandom(Number.NaN)).toThrow(RangeError);
  });
});

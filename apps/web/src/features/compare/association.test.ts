import { describe, expect, it } from "vitest";
import { association } from "./association";

describe("how much of a metric a parameter explains", () => {
  it("is all of it where equal values always lead to equal results, in any direction", () => {
    expect(association([1, 1, 2, 2], [5, 5, 9, 9])).toBe(1);
    expect(association(["b", "b", "a", "a"], [5, 5, 9, 9])).toBe(1);
    expect(association([1, 1, 2, 2, 3, 3], [0, 0, 9, 9, 0, 0])).toBe(1);
  });

  it("is what the correlation ratio of the ranks says, less what chance explains", () => {
    // Ranks 1 to 4 in groups {1, 3} and {2, 4}: 1 of 5 lies between the groups; 1 - (4/5)(3/2) is below zero.
    expect(association(["a", "b", "a", "b"], [1, 2, 3, 4])).toBe(0);
    // Groups {1, 2} and {3, 4}: 4 of 5 lie between, 1 - (1/5)(3/2) = 0.7.
    expect(association(["a", "a", "b", "b"], [1, 2, 30, 400])).toBeCloseTo(0.7, 12);
  });

  it("is nothing where every run has a value of its own, nothing varies or nothing is known", () => {
    expect(association(["a", "b", "c"], [1, 2, 3])).toBe(0);
    expect(association([1, 1, 2, 2], [7, 7, 7, 7])).toBe(0);
    expect(association([undefined, NaN], [1, 2])).toBe(0);
    expect(association([1, 2], [NaN, undefined])).toBe(0);
  });

  it("parts many numbers into eighths", () => {
    const numbers = Array.from({ length: 80 }, (_, index) => index);
    expect(association(numbers, numbers)).toBeGreaterThan(0.97);
    expect(
      association(
        numbers,
        numbers.map((number) => Math.abs(number - 40)),
      ),
    ).toBeGreaterThan(0.9);
    expect(
      association(
        numbers,
        numbers.map((number) => (number * 37) % 80),
      ),
    ).toBeLessThan(0.3);
  });
});

import { describe, expect, it } from "vitest";
import { erfc, normalLogDensity, normalMass } from "./normal";

// C's erfc, by Python's math.erfc.
const KNOWN: [number, number][] = [
  [-3, 1.9999779095030015],
  [-0.3, 1.3286267594591274],
  [0, 1],
  [0.1, 0.8875370839817152],
  [0.4, 0.5716076449533315],
  [0.46875, 0.507386526782062],
  [1, 0.15729920705028513],
  [2.5, 0.0004069520174449589],
  [4, 1.541725790028002e-8],
  [5, 1.5374597944280351e-12],
  [10, 2.088487583762545e-45],
  [26, 5.663192408856143e-296],
];

describe("the normal distribution", () => {
  it.each(KNOWN)("has erfc(%d) to 14 digits", (x, expected) => {
    expect(erfc(x) / expected).toBeCloseTo(1, 14);
  });

  it("ends at nothing and at two", () => {
    expect([erfc(30), erfc(Infinity), erfc(-30), erfc(-Infinity)]).toEqual([0, 0, 2, 2]);
  });

  it("has the mass between two places, in both tails alike", () => {
    expect(normalMass(-Infinity, Infinity)).toBe(1);
    expect(normalMass(-1, 1)).toBeCloseTo(0.6826894921370859, 14);
    expect(normalMass(-Infinity, -8)).toBeCloseTo(6.2209605742718e-16, 28);
    expect(normalMass(8, 9)).toBe(normalMass(-9, -8));
    expect(normalMass(8, 9)).toBeGreaterThan(6.2e-16);
  });

  it("has the density exp(-x^2/2)/sqrt(2 pi)", () => {
    expect(normalLogDensity(1.5)).toBeCloseTo(Math.log(Math.exp(-1.125) / Math.sqrt(2 * Math.PI)), 14);
  });
});

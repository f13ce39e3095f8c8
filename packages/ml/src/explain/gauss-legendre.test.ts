import { describe, expect, it } from "vitest";
import { gaussLegendre } from "./gauss-legendre";

describe("Gauss-Legendre quadrature", () => {
  it("has the known points and weights of one, two and three points", () => {
    expect(gaussLegendre(1)).toEqual({ points: Float64Array.of(0.5), weights: Float64Array.of(1) });
    const two = gaussLegendre(2);
    expect(two.points[0]).toBeCloseTo((1 - 1 / Math.sqrt(3)) / 2, 15);
    expect(two.weights[1]).toBeCloseTo(0.5, 15);
    const three = gaussLegendre(3);
    expect(three.points[2]).toBeCloseTo((1 + Math.sqrt(0.6)) / 2, 15);
    expect([...three.weights].map((weight) => Math.round(weight * 1e12) / 1e12)).toEqual(
      [5 / 18, 8 / 18, 5 / 18].map((weight) => Math.round(weight * 1e12) / 1e12),
    );
  });

  it.each([1, 2, 5, 7, 20, 60])("integrates every power up to the degree that %i points allow", (count) => {
    const { points, weights } = gaussLegendre(count);
    for (let power = 0; power < 2 * count; power++) {
      const sum = points.reduce((total, point, i) => total + weights[i] * point ** power, 0);
      expect(sum).toBeCloseTo(1 / (power + 1), 13);
    }
  });
});

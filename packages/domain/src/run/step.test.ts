import fc from "fast-check";
import { expect, it } from "vitest";
import { compareSteps, step, stepOf, stepText } from "./step";

const MOST = 2n ** 63n - 1n;

it("a step is any whole number of 64 bits, and nothing else", () => {
  for (const good of [0, -1, 2 ** 53 - 1, 2n ** 53n, MOST, -MOST - 1n, 5n])
    expect(step.safeParse(good).success, String(good)).toBe(true);
  for (const bad of [0.5, NaN, Infinity, 2 ** 53, MOST + 1n, -MOST - 2n, "1", null, undefined, true, {}])
    expect(step.safeParse(bad).success, String(bad)).toBe(false);
});

it("a step that is written and read again is the same, a number where that is exact", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -MOST - 1n, max: MOST }), (given) => {
      const read = stepOf(String(given));
      expect(BigInt(read)).toBe(given);
      expect(typeof read).toBe(Number.isSafeInteger(Number(given)) ? "number" : "bigint");
    }),
  );
});

it("a step's text is that of a whole number of 64 bits", () => {
  expect(["5", "-0012", String(MOST)].map((text) => stepText.parse(text))).toEqual([5, -12, MOST]);
  for (const bad of ["", " 5", "5.0", "1e3", "0x1", "٣", String(MOST + 1n), 5, null])
    expect(stepText.safeParse(bad).success, String(bad)).toBe(false);
});

it("steps are in the order of what they are, numbers among bigints", () => {
  const sorted = [-MOST, -5, 0, 3n, 2 ** 53 - 1, 2n ** 53n, 2n ** 53n + 1n, MOST];
  expect([...sorted].reverse().sort(compareSteps)).toEqual(sorted);
  expect(compareSteps(3, 3n)).toBe(0);
});

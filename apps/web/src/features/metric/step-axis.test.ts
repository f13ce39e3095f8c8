import { expect, it } from "vitest";
import { stepAxis } from "./step-axis";

it("draws steps of usual size as they are, and shortens what stands below their ticks where they are long", () => {
  expect(stepAxis([])).toEqual({ format: { kind: "integer" } });
  expect(stepAxis([0, 5, 9_999_999])).toEqual({ format: { kind: "integer" } });
  expect(stepAxis([-20_000_000, 0])).toEqual({ origin: "0", format: { kind: "compact" } });
  expect(stepAxis([1_000_000_000, 2_000_000_000])).toEqual({ origin: "0", format: { kind: "compact" } });
});

it("counts from the first step where ticks would read the same, or a double would lose digits", () => {
  expect(stepAxis([1_700_000_000_005, 1_700_000_000_001])).toMatchObject({ origin: "1700000000001" });
  expect(stepAxis([1_700_000_000_000_000_000n, 1_700_000_000_000_000_019n])).toMatchObject({
    origin: "1700000000000000000",
  });
  expect(stepAxis([-(2n ** 63n), 0, 2n ** 63n - 1n])).toMatchObject({ origin: "-9223372036854775808" });
});

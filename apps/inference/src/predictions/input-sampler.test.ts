import { expect, it } from "vitest";
import { InputSampler } from "./input-sampler";

it("takes the first few of each second and version", () => {
  const sampler = new InputSampler(2);
  const take = (version: string, nowMs: number) => sampler.take(version, nowMs);
  expect([5_000, 5_001, 5_002, 5_999].map((nowMs) => take("a", nowMs))).toEqual([true, true, false, false]);
  expect([5_999, 5_999, 5_999].map((nowMs) => take("b", nowMs))).toEqual([true, true, false]);
  expect([6_000, 6_000, 6_000].map((nowMs) => take("a", nowMs))).toEqual([true, true, false]);
});

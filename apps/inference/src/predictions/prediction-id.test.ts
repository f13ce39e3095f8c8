import { expect, it } from "vitest";
import { predictionId } from "./prediction-id";

it("is a UUID of version 7 that begins with its time", () => {
  const id = predictionId(0x0198_0000_abcd);
  expect(id).toMatch(/^01980000-abcd-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("is never given twice", () => {
  const ids = Array.from({ length: 5_000 }, () => predictionId());
  expect(new Set(ids).size).toBe(5_000);
});

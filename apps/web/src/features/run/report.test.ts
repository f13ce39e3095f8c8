import { expect, it } from "vitest";
import { parseOverfitting } from "./report";

const overfitting = {
  verdict: "mild",
  metric: "r2",
  train: 0.97,
  test: 0.83,
  lost: 0.15,
  sentence: "Mild overfitting.",
};

it("reads the verdict that evaluation writes", () => {
  expect(parseOverfitting(JSON.stringify({ version: 1, task: "regression", overfitting }))).toEqual(
    overfitting,
  );
});

it("says null for reports of another version and for files of another kind", () => {
  expect(parseOverfitting(JSON.stringify({ version: 2, overfitting }))).toBeNull();
  expect(parseOverfitting('{"sides":[]}')).toBeNull();
  expect(parseOverfitting("<html>")).toBeNull();
});

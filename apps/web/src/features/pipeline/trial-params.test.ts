import { expect, it } from "vitest";
import { trialParams } from "./trial-params";

it("says what a trial tried in one line", () => {
  const json = '{"max_depth":12,"rate":0.031234567,"layers":[64,32],"criterion":"gini","bootstrap":true}';
  expect(trialParams(json)).toBe(
    "max_depth 12, rate 0.03123, layers [64,32], criterion gini, bootstrap true",
  );
  expect(trialParams('{"max_dep')).toBe('{"max_dep');
  expect(trialParams("")).toBe("");
});

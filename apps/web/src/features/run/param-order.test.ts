import { expect, it } from "vitest";
import { orderParams } from "./param-order";

it("begins with what everyone turns and ends with data and split", () => {
  expect(
    orderParams([
      "seed",
      "split.test",
      "num_leaves",
      "model_type",
      "prepare.scale",
      "max_depth",
      "bootstrap",
      "n_estimators",
    ]),
  ).toEqual([
    "n_estimators",
    "max_depth",
    "model_type",
    "bootstrap",
    "num_leaves",
    "prepare.scale",
    "seed",
    "split.test",
  ]);
});

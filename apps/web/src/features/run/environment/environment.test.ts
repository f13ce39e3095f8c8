import { expect, it } from "vitest";
import { environmentDifferences } from "./environment-difference";

it("tells facts and packages that differ, or that only one knows", () => {
  expect(
    environmentDifferences(
      { facts: { node: "v22", cpu: "a" }, packages: { numpy: "2.0", mlflow: "" } },
      { facts: { node: "v24", cpu: "a" }, packages: { mlflow: "" } },
    ),
  ).toEqual({
    facts: [{ key: "node", mine: "v22", other: "v24" }],
    packages: [{ key: "numpy", mine: "2.0", other: undefined }],
  });
});

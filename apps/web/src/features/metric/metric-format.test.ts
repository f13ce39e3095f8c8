import { expect, it } from "vitest";
import { metricTitle, metricTitles } from "./metric-format";

it("gives known metrics a title and leaves other keys as they are", () => {
  expect(["rmse", "test_r2", "cv_mae", "loss", "Loss", "val/acc"].map(metricTitle)).toEqual([
    "RMSE",
    "Test R²",
    "CV MAE",
    "Loss",
    "Loss",
    "val/acc",
  ]);
});

it("tells keys that share a title apart where they stand together, and only there", () => {
  const keys = ["rmse", "RMSE", "loss", "r2", "r2"];
  expect(keys.map(metricTitles(keys))).toEqual(["rmse", "RMSE", "Loss", "R²", "R²"]);
  expect(metricTitles(["Loss", "loss"])("rmse")).toBe("RMSE");
});

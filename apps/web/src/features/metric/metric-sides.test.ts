import { describe, expect, it } from "vitest";
import { mainMetrics, orderMetrics } from "./metric-order";
import { metricSides, splitMetricKey } from "./metric-sides";

describe("a run's metrics by the rows they were taken on", () => {
  it("stand beside each other, and the test rows' are not said twice", () => {
    expect(
      metricSides(
        { r2: 0.84, rmse: 46322, test_r2: 0.84, test_rmse: 46322, train_rmse: 18000, validation_loss: 0.2 },
        "rmse",
      ),
    ).toEqual({
      rows: [
        { key: "rmse", test: 46322, train: 18000 },
        { key: "r2", test: 0.84 },
        { key: "loss", validation: 0.2 },
      ],
      sides: ["train", "validation", "test"],
    });
  });

  it("keep their names where these do not say, NaN included", () => {
    expect(metricSides({ "val/acc": NaN, train_acc: 1 })).toEqual({
      rows: [
        { key: "acc", train: 1 },
        { key: "val/acc", value: NaN },
      ],
      sides: ["train", "value"],
    });
  });

  it("are told by their prefix only", () => {
    expect(splitMetricKey("train_")).toEqual({ key: "train_", side: "value" });
    expect(splitMetricKey("training_time")).toEqual({ key: "training_time", side: "value" });
    expect(splitMetricKey("test_f1_macro")).toEqual({ key: "f1_macro", side: "test" });
  });
});

describe("the order of metrics", () => {
  it("begins with the primary one and what everyone looks at", () => {
    expect(orderMetrics(["zeta", "alpha", "mae", "r2", "rmse"], "mae")).toEqual([
      "mae",
      "rmse",
      "r2",
      "alpha",
      "zeta",
    ]);
  });

  it("leaves the sides out of a table's columns unless there is nothing else", () => {
    expect(mainMetrics(["train_rmse", "rmse", "test_r2"], "test_r2")).toEqual(["test_r2", "rmse"]);
    expect(mainMetrics(["train_loss", "validation_loss"])).toEqual(["train_loss", "validation_loss"]);
  });
});

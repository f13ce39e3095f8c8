import { describe, expect, it } from "vitest";
import { differingKeys } from "@/features/run/differing-keys";
import { chooseColumns } from "./run-columns";

const facts: Parameters<typeof chooseColumns>[0] = {
  runs: [
    {
      params: {
        model_type: "random_forest",
        n_estimators: "100",
        max_depth: "20",
        seed: "42",
        "prepare.scale": "auto",
      },
    },
    {
      params: {
        model_type: "gradient_boosting",
        learning_rate: "0.1",
        max_depth: "20",
        seed: "42",
        "prepare.scale": "none",
      },
    },
  ],
  metricKeys: ["mae", "mape", "max_error", "median_ae", "r2", "rmse", "test_rmse", "train_rmse"],
  paramKeys: ["learning_rate", "max_depth", "model_type", "n_estimators", "prepare.scale", "seed"],
  primaryMetric: "r2",
  sort: { attribute: "startTime", direction: "desc" },
};

describe("the columns of a runs table", () => {
  it("are the main metrics, the primary first, and the parameters that differ, the well-known first", () => {
    expect(chooseColumns(facts)).toEqual({
      metrics: ["r2", "rmse", "mae"],
      params: ["n_estimators", "learning_rate", "model_type"],
    });
  });

  it("have the trials' mean over the folds beside the primary metric where there are trials", () => {
    const metricKeys = ["cv_mae", "cv_r2", ...facts.metricKeys];
    expect(chooseColumns({ ...facts, metricKeys }).metrics).toEqual(["r2", "cv_r2", "rmse"]);
  });

  it("have what the table is sorted by among them", () => {
    expect(chooseColumns({ ...facts, sort: { metric: "train_rmse", direction: "asc" } }).metrics).toEqual([
      "r2",
      "rmse",
      "mae",
      "train_rmse",
    ]);
    expect(chooseColumns({ ...facts, sort: { param: "seed", direction: "asc" } }).params.at(-1)).toBe("seed");
  });

  it("are the well-known parameters where there is a single run", () => {
    expect(chooseColumns({ ...facts, runs: facts.runs.slice(0, 1) }).params).toEqual([
      "n_estimators",
      "max_depth",
      "learning_rate",
    ]);
  });
});

it("takes a missing value for different and NaN for equal to NaN", () => {
  expect(
    differingKeys([
      { a: 1, b: NaN, c: 1 },
      { b: NaN, c: 2 },
    ]),
  ).toEqual(["a", "c"]);
  expect(differingKeys([{ a: 1 }])).toEqual([]);
});

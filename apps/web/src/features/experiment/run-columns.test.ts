import { describe, expect, it } from "vitest";
import { differingKeys } from "@/features/run/differing-keys";
import { keysOf, shownColumns } from "./run-columns";

const params = (differing: string[], same: string[]) => [
  ...differing.map((key) => ({ key, differs: true })),
  ...same.map((key) => ({ key, differs: false })),
];
const description = {
  metricKeys: [],
  commonMetrics: ["mae", "mape", "max_error", "median_ae", "r2", "rmse", "test_rmse", "train_rmse"],
  params: params(["learning_rate", "model_type", "n_estimators", "prepare.scale"], ["max_depth", "seed"]),
  tagKeys: [],
  hasChildren: false,
};
const nothing = { columns: null, pinned: [], order: null };
const others = (view: Partial<typeof nothing | { order: string }>, described = description) =>
  shownColumns({ ...nothing, ...view }, described, "r2").others;

describe("the columns of a runs table", () => {
  it("are the main metrics, the primary first, and the parameters that differ, the well-known first", () => {
    expect(others({})).toEqual([
      "status",
      "metrics.r2",
      "metrics.rmse",
      "metrics.mae",
      "params.n_estimators",
      "params.learning_rate",
      "params.model_type",
      "versions",
      "duration",
      "start_time",
    ]);
  });

  it("have the trials' mean over the folds beside the primary metric where there are trials", () => {
    const commonMetrics = ["cv_mae", "cv_r2", ...description.commonMetrics];
    expect(others({}, { ...description, commonMetrics }).slice(1, 4)).toEqual([
      "metrics.r2",
      "metrics.cv_r2",
      "metrics.rmse",
    ]);
  });

  it("have what the table is sorted by among them", () => {
    expect(others({ order: "metrics.train_rmse ASC" }).at(-1)).toBe("metrics.train_rmse");
    expect(others({ order: "run_name ASC" })).toEqual(others({}));
  });

  it("are the well-known parameters where none differs", () => {
    const same = { ...description, params: params([], ["max_depth", "n_estimators", "seed"]) };
    expect(others({}, same).slice(4, 6)).toEqual(["params.n_estimators", "params.max_depth"]);
  });

  it("are those that a view names, in its order, the pinned ones first", () => {
    const view = {
      columns: ["params.b", "tags.team", "metrics.m", "status"],
      pinned: ["metrics.m"],
      order: null,
    };
    const shown = shownColumns(view, description, "r2");
    expect(shown).toEqual({ pinned: ["metrics.m"], others: ["params.b", "tags.team", "status"] });
    expect(keysOf(shown)).toEqual({ metrics: ["m"], params: ["b"], tags: ["team"] });
    expect(shownColumns({ ...view, columns: [] }, description, "r2").others).toEqual([]);
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

import { expect, it } from "vitest";
import { metricRows } from "./metric-sides";

it("puts a metric's sides into one row, in the order of the metrics' table", () => {
  expect(
    metricRows({ f1: 0.88, test_f1: 0.88, train_f1: 0.99, accuracy: 0.82, validation_accuracy: 0.74 }),
  ).toEqual([
    { metric: "accuracy", values: { test: 0.82, validation: 0.74 } },
    { metric: "f1", values: { test: 0.88, train: 0.99 } },
  ]);
});

it("leaves out what could not be computed and takes nothing for no metrics", () => {
  expect(metricRows({ roc_auc: null })).toEqual([]);
  expect(metricRows(undefined)).toEqual([]);
});

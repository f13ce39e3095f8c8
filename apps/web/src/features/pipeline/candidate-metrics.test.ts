import { expect, it } from "vitest";
import { candidateMetrics } from "./candidate-metrics";

it("puts the deciding metric first", () => {
  expect(candidateMetrics([{ metrics: { accuracy: 0.8, log_loss: 0.4, f1: 0.7 } }], "log_loss")).toEqual([
    "log_loss",
    "f1",
    "accuracy",
  ]);
});

it("shows what is live while nothing is judged", () => {
  expect(candidateMetrics([{ metrics: { validation_loss: 0.3, train_loss: 0.2 } }], undefined)).toEqual([
    "train_loss",
    "validation_loss",
  ]);
});

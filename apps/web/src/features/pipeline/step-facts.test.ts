import { expect, it } from "vitest";
import { stepFacts } from "./step-facts";

const lines = (facts: Record<string, unknown>) =>
  stepFacts(facts).map(({ term, text }) => `${term}: ${text}`);

it("writes names in words and numbers with separators", () => {
  expect(lines({ testRows: 4128, seconds: 2.14, task: "regression", classes: ["N", "Y"] })).toEqual([
    "Test rows: 4,128",
    "Seconds: 2.14 s",
    "Task: regression",
    "Classes: N, Y",
  ]);
});

it("writes small maps in one line and counts lists of maps", () => {
  expect(lines({ rows: { train: 80, test: 20 }, versions: [{ number: 1 }] })).toEqual([
    "Rows: Train 80, Test 20",
    "Versions: 1",
  ]);
});

it("leaves out what only programs read", () => {
  expect(lines({ runId: "0123", trainedInRun: "0123", blob: "x".repeat(300), nothing: null })).toEqual([]);
});

import { describe, expect, it } from "vitest";
import type { StepRunView } from "@pipepilot/domain/pipeline/schema";
import { defaultStep, progressText, progressUnit, stepDuration, stepEdges, stepNode } from "./step-node";

const START = new Date("2026-01-05T10:00:00Z");

function step(own: Partial<StepRunView>): StepRunView {
  return {
    id: "1",
    key: "train:0",
    step: "train",
    title: "Train random_forest_150",
    position: 3,
    dependsOn: ["prepare"],
    status: "pending",
    attempt: 1,
    reason: null,
    progress: null,
    outputs: null,
    error: null,
    startedAt: null,
    finishedAt: null,
    ...own,
  };
}

const context = {
  now: START.getTime() + 2_500,
  selected: "train:0",
  href: (key: string) => `?step=${key}`,
  unit: () => "trees",
};

describe("stepNode", () => {
  it("says how far a running step is instead of how long it took so far", () => {
    const running = step({
      status: "running",
      startedAt: START,
      progress: { done: 93, total: 150, metrics: {} },
    });
    expect(stepNode(running, context)).toEqual({
      id: "train:0",
      label: "Train",
      tone: "accent",
      status: "93 of 150 trees",
      durationMs: undefined,
      hint: "forest 150",
      progress: 0.62,
      live: true,
      href: "?step=train:0",
      selected: true,
    });
  });

  it("keeps the final duration of a step that is over", () => {
    const done = step({
      status: "succeeded",
      startedAt: START,
      finishedAt: new Date(START.getTime() + 1_200),
    });
    expect(stepNode(done, context)).toMatchObject({
      tone: "good",
      status: "Done",
      durationMs: 1_200,
      live: false,
    });
  });

  it("gives a cached step no duration, since it did not work", () => {
    const cached = step({ status: "cached", startedAt: START, finishedAt: START });
    expect(stepNode(cached, context)).toMatchObject({ status: "Cached", durationMs: undefined });
  });

  it("names the try after a failed one", () => {
    expect(stepNode(step({ status: "running", startedAt: START, attempt: 2 }), context)).toMatchObject({
      status: "Running",
      durationMs: 2_000,
      hint: "try 2 · forest 150",
      progress: undefined,
    });
  });
});

describe("stepDuration", () => {
  it("is not known before the clock is", () => {
    expect(stepDuration(step({ status: "running", startedAt: START }), null)).toBeUndefined();
  });
});

describe("stepEdges", () => {
  it("leaves out steps that are not part of the run", () => {
    const steps = [step({ key: "prepare", dependsOn: [] }), step({ dependsOn: ["prepare", "gone"] })];
    expect(stepEdges(steps)).toEqual([{ from: "prepare", to: "train:0" }]);
  });
});

describe("progress", () => {
  it("is counted in the family's own units", () => {
    const train = [{ type: "random_forest" }, { type: "neural_network" }, { type: "baseline" }];
    const units = [0, 1, 2].map((index) => progressUnit(step({ key: `train:${index}` }), train));
    expect(units).toEqual(["trees", "epochs", ""]);
    expect(progressUnit(step({ step: "tune", key: "tune:0" }), train)).toBe("trials");
    expect(progressUnit(step({ step: "evaluate", key: "evaluate:0" }), train)).toBe("");
  });

  it("groups thousands and leaves out a unit nobody knows", () => {
    expect(progressText({ done: 1200, total: 3000, metrics: {} }, "")).toBe("1,200 of 3,000");
  });
});

describe("defaultStep", () => {
  it("is what failed, then what runs, then the last that did something", () => {
    const done = step({ key: "ingest", status: "succeeded" });
    const running = step({ key: "train:0", status: "running" });
    const failed = step({ key: "train:1", status: "failed" });
    const waiting = step({ key: "promote", status: "pending" });
    expect(defaultStep([done, running, failed, waiting])).toBe("train:1");
    expect(defaultStep([done, running, waiting])).toBe("train:0");
    expect(defaultStep([done, waiting])).toBe("ingest");
    expect(defaultStep([])).toBeNull();
  });

  it("is the training once everything is over", () => {
    const over = [
      step({ key: "ingest", step: "ingest", status: "cached" }),
      step({ status: "succeeded" }),
      step({ key: "promote", step: "promote", status: "skipped" }),
    ];
    expect(defaultStep(over)).toBe("train:0");
  });
});

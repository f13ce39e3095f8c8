import { searchSpace } from "@pipepilot/ml";
import { describe, expect, it } from "vitest";
import { parsePipelineConfig, validatePipelineConfig } from "./parse";
import { isTuned, searchOf } from "./tune";

const text = (tune: string, train = "{ type: random_forest, n_estimators: 50 }") =>
  `dataset: d\ntarget: y\ntrain: ${train}\ntune: ${tune}\n`;

function configOf(yaml: string) {
  const parsed = parsePipelineConfig(yaml);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

function problemsOf(yaml: string): string[] {
  const parsed = parsePipelineConfig(yaml);
  return "problems" in parsed ? parsed.problems.map(({ path, message }) => `${path} ${message}`) : [];
}

describe("tune", () => {
  it("fills in what is not said and reads its own output again", () => {
    const config = configOf(text("{ trials: 30, space: { max_depth: { int: [4, 24] } } }"));
    expect(config.tune).toEqual({
      strategy: "tpe",
      trials: 30,
      folds: 5,
      pruner: "median",
      space: { max_depth: { int: [4, 24], log: false, step: 1 } },
    });
    const again = validatePipelineConfig(JSON.parse(JSON.stringify(config)));
    expect("config" in again && again.config.tune).toEqual(config.tune);
  });

  it("names what is wrong at its path", () => {
    expect(problemsOf(text("{ trials: 2000, folds: 1, strategy: bayes }"))).toEqual([
      "tune.strategy must be one of tpe, random, grid",
      "tune.trials must be at most 1000",
      "tune.folds must be at least 2",
    ]);
    expect(problemsOf(text("{ space: { depth: [1, 2] } }"))).toEqual([
      "tune.space.depth is not a parameter of random_forest",
    ]);
    expect(problemsOf(text("{ space: { max_depth: { int: [0, 8] } } }"))[0]).toMatch(
      /^tune\.space\.max_depth\.int\.0 /,
    );
    expect(problemsOf(text("{ space: { max_depth: { int: [9, 8] } } }"))).toEqual([
      "tune.space.max_depth.int must be [least, greatest], got [9, 8]",
    ]);
    expect(problemsOf(text("{ space: { max_depth: 3 } }"))[0]).toMatch(
      /^tune\.space\.max_depth must be \{ int:/,
    );
    expect(problemsOf(text("{ space: { type: [linear, random_forest] } }"))).toEqual([
      "tune.space.type is not a parameter of random_forest",
    ]);
    expect(problemsOf(text("{ space: {} }"))).toEqual(["tune.space must have a parameter"]);
  });

  it("refuses more than 5,000 trials of all candidates together", () => {
    const six = `[${Array(6).fill("{ type: linear }").join(", ")}]`;
    expect(problemsOf(text("{ trials: 1000 }", six))).toEqual([
      "tune.trials makes 6000 trials for 6 candidates; 5000 are the most",
    ]);
  });

  it("refuses a grid without steps, without a space, or with more than a thousand points", () => {
    expect(problemsOf(text("{ strategy: grid }"))[0]).toMatch(/^tune\.space is needed for a grid/);
    expect(problemsOf(text("{ strategy: grid, space: { max_samples: { float: [0.5, 1] } } }"))).toEqual([
      "tune.space.max_samples A grid needs a step or a list of choices for max_samples.",
    ]);
    const large =
      "{ strategy: grid, space: { max_depth: { int: [1, 50] }, min_samples_leaf: { int: [1, 50] } } }";
    expect(problemsOf(text(large))).toEqual([
      "tune.space makes a grid of 2500 points; 1000 trials are the most",
    ]);
  });

  it("gives every candidate the parameters that are its own", () => {
    const train = "[{ type: random_forest }, { type: linear }, { type: gradient_boosting, max_iter: 20 }]";
    const { train: candidates, tune } = configOf(
      text(
        "{ space: { max_depth: { int: [1, 1000] }, subsample: { float: [0.5, 1], when: { max_depth: [3] } } } }",
        train,
      ),
    );
    expect(candidates.map((each) => isTuned(each, tune))).toEqual([true, false, true]);
    expect(candidates.map((each) => Object.keys(searchOf(each, tune, "regression")?.space ?? {}))).toEqual([
      ["max_depth"],
      [],
      ["max_depth", "subsample"],
    ]);
    const own = configOf(text("{}", train));
    const boosting = searchOf(own.train[2], own.tune, "regression");
    expect(boosting?.space).toHaveProperty("learning_rate");
    expect(boosting?.space).not.toHaveProperty("n_estimators");
  });

  it("walks a space whole that has no more combinations than trials", () => {
    const { train, tune } = configOf(
      text("{ trials: 6, space: { max_depth: [3, 5], bootstrap: [true, false] } }"),
    );
    expect(searchOf(train[0], tune, "regression")).toEqual({
      space: searchSpace({ max_depth: [3, 5], bootstrap: [true, false] }),
      sampler: "grid",
      trials: 4,
    });
    expect(searchOf(train[0], undefined, "regression")).toBeNull();
  });
});

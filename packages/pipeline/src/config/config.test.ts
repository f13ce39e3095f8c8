import { describe, expect, it } from "vitest";
import {
  candidateNames,
  canonicalJson,
  hashConfig,
  mergeConfig,
  parsePipelineConfig,
  validatePipelineConfig,
} from "./index";
import { canonicalHash } from "@pipepilot/domain/pipeline/canonical-json";

const YAML = `dataset: housing
target: median_house_value
train:
  - { type: random_forest, n_estimators: 150, max_depth: 20 }
  - { type: gradient_boosting }
`;

function configOf(result: ReturnType<typeof parsePipelineConfig>) {
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

function problemsOf(text: string, sets: string[] = []) {
  const result = parsePipelineConfig(text, sets);
  return "problems" in result ? result.problems : [];
}

describe("a pipeline config", () => {
  it("has every default filled in", () => {
    const config = configOf(parsePipelineConfig(YAML));
    expect(config).toMatchObject({
      seed: 42,
      split: { test: 0.2, validation: 0.1, by: "row_hash" },
      prepare: { drop: [], impute: { numeric: "median", categorical: "most_frequent" }, encode: "one_hot" },
      register: { model: "housing_predictor", policy: "always" },
      enable_mlflow: true,
    });
    expect(config.train[0]).toMatchObject({ type: "random_forest", n_estimators: 150, min_samples_split: 2 });
    expect(config.promote).toBeUndefined();
  });

  it("reads the classic tutorial's form", () => {
    const config = configOf(
      parsePipelineConfig(
        "dataset: d\ntarget: y\ntrain: { n_estimators: 150, max_depth: 20 }\nenable_mlflow: false\n",
      ),
    );
    expect(config.train).toHaveLength(1);
    expect(config.train[0]).toMatchObject({ type: "random_forest", n_estimators: 150, max_depth: 20 });
    expect(config.enable_mlflow).toBe(false);
  });

  it("gives one hash as YAML, as JSON and with --set, the same in domain and here", async () => {
    const yaml = configOf(parsePipelineConfig("dataset: d\ntarget: y\ntrain: { n_estimators: 150 }\n"));
    const json = configOf(
      validatePipelineConfig({
        train: [{ type: "random_forest", n_estimators: 150 }],
        target: "y",
        dataset: "d",
      }),
    );
    const set = configOf(
      parsePipelineConfig("dataset: d\ntarget: y\ntrain: { n_estimators: 100 }\n", [
        "train.n_estimators=150",
      ]),
    );
    const hash = await hashConfig(yaml);
    expect(await hashConfig(json)).toBe(hash);
    expect(await hashConfig(set)).toBe(hash);
    expect(canonicalHash(yaml)).toBe(hash);
    expect(configOf(validatePipelineConfig(JSON.parse(canonicalJson(yaml))))).toEqual(yaml);
  });

  it("names every problem with its path and line", () => {
    const text = `dataset: housing
target: median_house_value
train:
  - { type: random_forest, n_estimators: many }
  - { type: boosting }
  - type: gradient_boosting
    depth: 3
split:
  by: chance
tuning: { trials: 20 }
`;
    expect(
      problemsOf(text)
        .map(({ path, line }) => `${path} ${line}`)
        .sort(),
    ).toEqual(["split.by 9", "train.0.n_estimators 4", "train.1.type 5", "train.2.depth 7", "tuning 10"]);
    const byPath = new Map(problemsOf(text).map(({ path, message }) => [path, message]));
    expect(byPath.get("tuning")).toBe("is not a known key");
    expect(byPath.get("train.1.type")).toMatch(/^must be one of random_forest, /);
    expect(byPath.get("train.2.depth")).toBe("is not a parameter of gradient_boosting");
  });

  it("says what is missing, and where YAML itself is broken", () => {
    expect(problemsOf("dataset: d\n")).toEqual([
      { path: "target", message: "is missing", line: 1 },
      expect.objectContaining({ path: "train", line: 1 }),
    ]);
    expect(problemsOf("")).toHaveLength(3);
    expect(problemsOf("dataset: d\ntarget: [y\n")[0]).toMatchObject({ path: "", line: 3 });
    expect(problemsOf("dataset: d\ndataset: e\n")[0]).toMatchObject({ line: 2 });
  });

  it("says of an alias where it stands when nothing is marked with its name", () => {
    const text = "dataset: *nope\ntarget: y\ntrain:\n  - { type: baseline, *also : 1 }\n";
    expect(problemsOf(text)).toEqual([
      { path: "dataset", message: "has the alias *nope, but nothing above it is marked &nope", line: 1 },
      { path: "train", message: "has the alias *also, but nothing above it is marked &also", line: 4 },
    ]);
    expect(problemsOf("dataset: &d homes\ntarget: *d\ntrain: { type: baseline }\n")).toEqual([]);
  });

  it("answers aliases that multiply or hold themselves, and endless nesting, instead of following them", () => {
    const bomb = Array.from({ length: 9 }, (_, i) =>
      i === 0
        ? "a0: &a0 [x, x]"
        : `a${i}: &a${i} [${Array(9)
            .fill(`*a${i - 1}`)
            .join(", ")}]`,
    );
    expect(problemsOf(`dataset: d\n${bomb.join("\n")}\ntarget: *a8\n`)).toEqual([
      { path: "", message: expect.stringContaining("Write the values out") as string, line: 3 },
    ]);
    expect(problemsOf("dataset: &d [*d]\ntarget: y\ntrain: &t { type: baseline, params: *t }\n")).not.toEqual(
      [],
    );
    expect(problemsOf(`dataset: ${"[".repeat(50_000)}`)).not.toEqual([]);
    expect(problemsOf(`dataset: ${"[".repeat(20_000)}${"]".repeat(20_000)}`)).not.toEqual([]);
    expect(problemsOf(`${"- ".repeat(40_000)}x`)).not.toEqual([]);
  });

  it("refuses derived columns with names that no row can carry", () => {
    const text = (name: string) =>
      `dataset: d\ntarget: y\ntrain: {}\nprepare: { derive: { ${name}: a / b } }\n`;
    expect(problemsOf(text("constructor"))).toEqual([
      { path: "prepare.derive.constructor", message: "is a reserved name", line: 4 },
    ]);
    expect(problemsOf(text("ratio"))).toEqual([]);
    expect(problemsOf(text("__proto__"))).toEqual([
      { path: "prepare.derive.__proto__", message: "is a reserved name", line: 4 },
    ]);
  });

  it("refuses a metric that does not judge the task", () => {
    const text = "dataset: d\ntarget: y\ntask: regression\ntrain: {}\nevaluate: { primary_metric: f1 }\n";
    expect(problemsOf(text)).toEqual([
      {
        path: "evaluate.primary_metric",
        message: "f1 judges classification, but the task is regression",
        line: 5,
      },
    ]);
  });

  it("takes --set for one candidate in a list and asks which one where there are more", () => {
    expect(mergeConfig({ train: [{ n_estimators: 1 }] }, ["train.n_estimators=2"])).toEqual({
      train: [{ n_estimators: 2 }],
    });
    const two = { train: [{ n_estimators: 1 }, { n_estimators: 1 }] };
    expect(mergeConfig(two, ["train.1.n_estimators=2", "seed=7"])).toEqual({
      train: [{ n_estimators: 1 }, { n_estimators: 2 }],
      seed: 7,
    });
    expect(two.train[1].n_estimators).toBe(1);
    expect(() => mergeConfig(two, ["train.n_estimators=2"])).toThrow(/which of the 2 entries/);
    expect(() => mergeConfig({}, ["nonsense"])).toThrow(/form path=value/);
    expect(() => mergeConfig({}, ["__proto__.polluted=1"])).toThrow(/no usable path/);
  });

  it("names candidates by family and number of trees, and repeated ones by their place", () => {
    const candidates = [
      { type: "random_forest", n_estimators: 150 },
      { type: "gradient_boosting", n_estimators: 300, max_iter: 30 },
      { type: "linear" },
      { type: "linear", max_iter: 100, alpha: 2 },
      { type: "neural_network", max_iter: 50 },
    ] as const;
    expect(candidateNames(candidates)).toEqual([
      "random_forest_150",
      "gradient_boosting_30",
      "linear_3",
      "linear_4",
      "neural_network",
    ]);
  });
});

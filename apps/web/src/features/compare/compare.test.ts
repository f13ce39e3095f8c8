import type { ComparedRun, RunComparison, TextColumn } from "@pipepilot/domain/run/compare-schema";
import { describe, expect, it } from "vitest";
import { bestIndexes, directionOf, isJudging } from "./best-values";
import { chosenRuns, orderRuns } from "./chosen-runs";
import { parseCompareView, type CompareView } from "./compare-view";
import { numbersIn, readComparison } from "./comparison";
import { axesOf, colorFieldOf, curvesOf, placesOf } from "./defaults";
import { fieldAxis, readValue } from "./field-format";
import { tableRows } from "./table-csv";
import { tableSections } from "./table-lines";

describe("the best value of a metric", () => {
  const experiment = { primaryMetric: "cost", metricDirection: "maximize" } as const;

  it("is judged as the experiment says for its primary metric, on every side, and as is known for the others", () => {
    expect(directionOf("cost", experiment)).toBe("maximize");
    expect(directionOf("validation_cost", experiment)).toBe("maximize");
    expect(directionOf("test_rmse", experiment)).toBe("minimize");
    expect(directionOf("r2", experiment)).toBe("maximize");
    expect(directionOf("train_loss", experiment)).toBe("minimize");
    expect(directionOf("glossiness", experiment)).toBeNull();
  });

  it("is marked where it judges the model: never for training rows, unless that is what the experiment asks for", () => {
    expect(
      ["cost", "r2", "test_rmse", "train_rmse", "validation_cost"].map((key) => isJudging(key, experiment)),
    ).toEqual([true, true, true, false, false]);
    expect(isJudging("validation_cost", { primaryMetric: "validation_cost" })).toBe(true);
  });

  it("may be shared, is never NaN and does not exist where all are equal", () => {
    expect([...bestIndexes([3, 1, undefined, 1, NaN], "minimize")]).toEqual([1, 3]);
    expect([...bestIndexes([3, 1, Infinity], "maximize")]).toEqual([2]);
    expect(bestIndexes([2, 2, NaN], "maximize").size).toBe(0);
    expect(bestIndexes([1, 2], null).size).toBe(0);
  });
});

/** Three runs: of the last one several things are missing. */
function threeRuns(): RunComparison {
  const run = (id: string, isBest: boolean): ComparedRun => ({
    id,
    name: `run ${id}`,
    experiment: 0,
    status: "FINISHED",
    startTime: new Date(0),
    durationMs: 1000,
    createdBy: "Ada",
    pipelineRun: null,
    versions: [],
    isBest,
    inputs: [{ context: "training", dataset: "homes", number: isBest ? 2 : 1, digest: "4f" }],
  });
  const texts = (key: string, ...values: [text: string, places: string][]): TextColumn => ({
    key,
    values: values.map(([text]) => text),
    places: values.map(([, places]) => places).join(";"),
    cut: false,
  });
  const numbers = (key: string, values: string, hasSteps = false) => ({ key, values, hasSteps });
  return {
    runs: [run("a", false), run("b", true), run("c", false)],
    experiments: [{ id: "e", name: "e", primaryMetric: "rmse", metricDirection: "minimize" }],
    params: [
      texts("depth", ["None", "0"], ["6", "1,2"]),
      texts("leaf", ["1", "0"]),
      texts("rate", ["1e-3", "0"], ["0", "1"], ["nan", "2"]),
      texts("seed", ["42", "0,1,2"]),
    ],
    metrics: [
      numbers("loss", "0.3,0.2,0.1", true),
      numbers("r2", "0,0.9,NaN"),
      numbers("rmse", "3,2,"),
      numbers("test_rmse", "3,2,"),
      numbers("train_rmse", "1,1,1"),
    ],
    tags: [texts("mlflow.source.git.commit", ["4f2a", "0,1"], ["9c", "2"]), texts("team", ["blue", "0,1,2"])],
    environment: [texts("node", ["v24", "0,1,2"])],
    missing: [],
  };
}

const comparison = readComparison(threeRuns());
const view = parseCompareView(new URLSearchParams());
const ids = (fields: readonly { id: string }[]) => fields.map(({ id }) => id);
const field = (id: string) => comparison.fields.get(id)!;

describe("what runs are compared by", () => {
  it("is a number where all values are, Python's nan and inf too, and text as soon as one is not", () => {
    expect(numbersIn(["1", "1e-3", ".5", "-2.", "nan", "-inf", undefined])).toEqual([
      1,
      0.001,
      0.5,
      -2,
      NaN,
      -Infinity,
      undefined,
    ]);
    for (const texts of [["1", "None"], ["nan"], [""], ["0x10"], ["1", " "], ["1_000"]])
      expect(numbersIn(texts)).toBeUndefined();
    expect(field("param.rate").values).toEqual([0.001, 0, NaN]);
    expect(field("param.depth").values).toEqual(["None", "6", "6"]);
  });

  it("goes by its title, and by its key beside another key of that title", () => {
    const given = threeRuns();
    const { fields } = readComparison({
      ...given,
      metrics: [...given.metrics, { key: "Loss", values: "1,1,1", hasSteps: false }],
    });
    const labels = ["loss", "Loss", "rmse"].map((key) => fields.get(`metric.${key}`)?.label);
    expect(labels).toEqual(["loss", "Loss", "RMSE"]);
  });

  it("differs where a run has another value or none", () => {
    const differing = [...comparison.fields.values()].filter(({ differs }) => differs).map(({ id }) => id);
    expect(differing).toEqual([
      "metric.loss",
      "metric.r2",
      "metric.rmse",
      "metric.test_rmse",
      "param.depth",
      "param.leaf",
      "param.rate",
      "data.training",
      "code.mlflow.source.git.commit",
    ]);
  });
});

describe("what is drawn by itself", () => {
  it("are the parameters with several values and the main metrics, the primary last and better up", () => {
    const axes = axesOf(comparison, view);
    expect(ids(axes)).toEqual(["param.depth", "param.rate", "metric.loss", "metric.r2", "metric.rmse"]);
    expect(axes.map((axis) => fieldAxis(axis, comparison, view).flipped)).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(fieldAxis(field("metric.rmse"), comparison, { ...view, flip: ["metric.rmse"] }).flipped).toBe(
      false,
    );
  });

  it("are the axes asked for, without those that are not there", () => {
    expect(ids(axesOf(comparison, { axes: ["metric.r2", "param.gone", "param.seed"] }))).toEqual([
      "metric.r2",
      "param.seed",
    ]);
  });

  it("has a colour for each of a few runs, and of many the primary metric's", () => {
    expect(colorFieldOf(comparison, view)).toBeUndefined();
    const many = { ...comparison, runs: Array.from({ length: 9 }, () => comparison.runs[0]) };
    expect(colorFieldOf(many, view)?.id).toBe("metric.rmse");
    expect(colorFieldOf(many, { color: "none" })).toBeUndefined();
    expect(colorFieldOf(comparison, { color: "param.depth" })?.id).toBe("param.depth");
  });

  it("puts numbers on scatter and contour, groups in boxes, and curves where there are steps", () => {
    const places = (chart: CompareView["chart"]) => {
      const { x, y, z, by } = placesOf(comparison, { ...view, chart });
      return ids([x, y, z, by]);
    };
    expect(places("scatter")).toEqual(["param.rate", "metric.rmse", "metric.rmse", "param.depth"]);
    expect(places("contour")).toEqual(["param.rate", "param.depth", "metric.rmse", "param.depth"]);
    expect(ids(curvesOf(comparison, view))).toEqual(["metric.loss"]);
  });
});

describe("the table", () => {
  it("shows only differences, folds what was learned from, and says tags, data and code", () => {
    const shown = (changed: Partial<CompareView>) =>
      tableSections(comparison, { ...view, ...changed }).map(({ id, fields, folded }) => [
        id,
        fields.map(({ key }) => key).join(),
        folded,
      ]);
    expect(shown({})).toEqual([
      ["metrics", "rmse,r2,loss", false],
      ["params", "depth,leaf,rate", false],
      ["data", "training", false],
      ["code", "mlflow.source.git.commit", false],
    ]);
    expect(shown({ onlyDifferences: false }).map(([id]) => id)).toEqual([
      "run",
      "metrics",
      "learning",
      "params",
      "data",
      "code",
      "tags",
    ]);
    expect(shown({ onlyDifferences: false, find: "RMSE" })).toEqual([
      ["metrics", "rmse", false],
      ["learning", "train_rmse", false],
    ]);
  });

  it("writes zeros, NaN and what is missing apart, and money and percent where these are chosen", () => {
    const written = (id: string, formats: CompareView["formats"] = {}) =>
      comparison.runs.map((_, run) => readValue(field(id), run, formats));
    expect(written("metric.r2")).toEqual(["0.00%", "90.00%", "NaN"]);
    expect(written("metric.rmse")).toEqual(["3", "2", "–"]);
    expect(written("metric.rmse", { "metric.rmse": "USD" })).toEqual(["$3", "$2", "–"]);
    expect(written("metric.loss", { "metric.loss": "percent" })).toEqual(["30.00%", "20.00%", "10.00%"]);
    expect(written("param.rate")).toEqual(["1e-3", "0", "nan"]);
    expect(written("metric.rmse", { "metric.rmse": "XQX" })).toEqual(["3", "2", "–"]);
  });

  it("orders runs by a field, those without it last both ways, and what is chosen first", () => {
    const order = (descending: boolean, chosen?: ReadonlySet<string>) =>
      orderRuns(comparison, { order: { field: "metric.r2", descending }, onlyChosen: false }, chosen);
    expect(order(false)).toEqual([0, 1, 2]);
    expect(order(true)).toEqual([1, 0, 2]);
    expect(order(false, new Set(["b", "c"]))).toEqual([1, 2, 0]);
    expect(orderRuns(comparison, { order: null, onlyChosen: true }, new Set(["c"]))).toEqual([2]);
  });

  it("is exported as it was logged", () => {
    const rows = tableRows(
      comparison,
      tableSections(comparison, { onlyDifferences: true, find: "r" }),
      [1, 2],
    );
    expect(rows).toEqual([
      ["kind", "key", "run b", "run c"],
      ["run", "id", "b", "c"],
      ["metric", "rmse", 2, undefined],
      ["metric", "r2", 0.9, NaN],
      ["param", "rate", "0", "nan"],
      ["data", "training", "homes v2", "homes v1"],
      ["code", "mlflow.source.git.commit", "4f2a", "9c"],
    ]);
  });
});

describe("what brushes choose", () => {
  const chosen = (brushes: CompareView["brushes"]) => {
    const found = chosenRuns(comparison, { brushes });
    return found && [...found];
  };

  it("is everything without one, and zeros are chosen like other numbers", () => {
    expect(chosen({})).toBeUndefined();
    expect(chosen({ "param.gone": { missing: true } })).toBeUndefined();
    expect(chosen({ "metric.r2": { low: 0, high: 0.5 } })).toEqual(["a"]);
  });

  it("is what all of them choose, missing values and NaN by themselves", () => {
    expect(chosen({ "metric.r2": { missing: true } })).toEqual(["c"]);
    expect(chosen({ "param.depth": { names: ["6"] } })).toEqual(["b", "c"]);
    expect(chosen({ "param.depth": { names: ["6"] }, "metric.rmse": { low: 0, high: 9 } })).toEqual(["b"]);
  });
});

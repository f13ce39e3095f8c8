import type { RunComparison } from "@pipepilot/domain/run/schema";
import { describe, expect, it } from "vitest";
import { parallelChart } from "./axes";
import { bestIndexes, directionOf, isJudging } from "./best-values";
import { parseCompareView } from "./compare-view";

const a = "a".repeat(32);
const b = "b".repeat(32);

describe("the address of a comparison", () => {
  it("names the runs, each once, and whether more than the differences is shown", () => {
    const read = (query: string) => parseCompareView(new URLSearchParams(query));
    expect(read(`runs=${b},${a},${b},x&show=all`)).toEqual({ runIds: [b, a], onlyDifferences: false });
    expect(read("")).toEqual({ runIds: [], onlyDifferences: true });
  });
});

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

describe("the drawing of a comparison", () => {
  const experiment = { id: "e", name: "e", primaryMetric: "rmse", metricDirection: "minimize" } as const;
  const run = (id: string, params: Record<string, string>, metrics: Record<string, number>) => ({
    id,
    name: `run ${id}`,
    isBest: id === "b",
    experiment,
    params,
    metrics,
  });
  const comparison = {
    runs: [
      run(
        "a",
        { trees: "100", depth: "None", seed: "42", leaf: "1", rate: "1" },
        { rmse: 3, r2: 0.8, train_rmse: 1 },
      ),
      run("b", { trees: "200", depth: "6", seed: "42", rate: "1e-3" }, { rmse: 2, r2: 0.9 }),
    ],
    params: ["depth", "leaf", "rate", "seed", "trees"].map((key) => ({ key, differs: key !== "seed" })),
    metrics: ["r2", "rmse", "train_rmse"].map((key) => ({ key, differs: true })),
  } as unknown as RunComparison;

  it("has the parameters with several values, then the main metrics with the primary last and better up", () => {
    const { axes } = parallelChart(comparison);
    expect(axes.map(({ id, flipped }) => [id, flipped])).toEqual([
      ["param.depth", undefined],
      ["param.rate", undefined],
      ["param.trees", undefined],
      ["metric.r2", false],
      ["metric.rmse", true],
    ]);
  });

  it("takes parameters for numbers only where all of them are", () => {
    const { series } = parallelChart(comparison);
    expect(series[0].values).toEqual({
      "param.depth": "None",
      "param.rate": 1,
      "param.trees": 100,
      "metric.rmse": 3,
      "metric.r2": 0.8,
    });
    expect(series[1].values).toMatchObject({ "param.depth": "6", "param.rate": 0.001 });
  });

  it("makes only the best stand out of many", () => {
    const many = { ...comparison, runs: Array.from({ length: 9 }, (_, index) => comparison.runs[index % 2]) };
    expect(parallelChart(many).series.map(({ highlighted }) => highlighted)).toEqual(
      many.runs.map(({ isBest }) => isBest),
    );
    expect(parallelChart(comparison).series[0].highlighted).toBeUndefined();
  });
});

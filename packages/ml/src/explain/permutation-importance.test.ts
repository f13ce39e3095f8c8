import { beforeAll, describe, expect, it } from "vitest";
import { linear } from "../families/linear";
import type { FittedModel } from "../family";
import type { TrainedPipeline } from "../predictor/predictor";
import { homes, trainLinear } from "../predictor/testing";
import { createRandom } from "../random";
import { numberColumn, type Table } from "../table";
import { featurePermutationImportance, permutationImportance } from "./permutation-importance";

let table: Table;
let prices: TrainedPipeline;
let places: TrainedPipeline;
beforeAll(async () => {
  table = homes();
  prices = await trainLinear(table, "price");
  places = await trainLinear(table, "place");
});

describe("permutation importance of a table's columns", () => {
  it("ranks what the answer is made of, and what it is not made of is worth nothing", async () => {
    const { columns, means, stds, losses, metric, baseline } = await permutationImportance(prices, table);
    expect([metric, columns]).toEqual(["rmse", ["size", "rooms", "age", "place", "garden"]]);
    expect(baseline).toBeLessThan(1e-3);
    const [size, rooms, age, place, garden] = means;
    expect(size).toBeGreaterThan(place);
    expect(place).toBeGreaterThan(rooms);
    expect(rooms).toBeGreaterThan(1);
    for (const nothing of [age, garden]) expect(Math.abs(nothing)).toBeLessThan(1e-3);
    const own = losses.subarray(0, 5);
    const mean = own.reduce((sum, loss) => sum + loss / 5, 0);
    expect(size).toBeCloseTo(mean, 10);
    expect(stds[0]).toBeCloseTo(Math.sqrt(own.reduce((sum, loss) => sum + (loss - mean) ** 2 / 5, 0)), 10);
  });

  it("is positive where a column helps, also for metrics that should be high", async () => {
    const { means } = await permutationImportance(prices, table, { metric: "r2", nRepeats: 2 });
    expect(means[0]).toBeGreaterThan(0.5);
    const classes = await permutationImportance(places, table, { metric: "accuracy", nRepeats: 3 });
    expect(classes.columns).toContain("price");
    expect(classes.means[classes.columns.indexOf("price")]).toBeGreaterThan(0);
  });

  it("repeats itself with the same seed, on as many rows as allowed", async () => {
    const run = (seed: number) => permutationImportance(prices, table, { seed, maxSamples: 20, nRepeats: 2 });
    expect(await run(1)).toEqual(await run(1));
    expect((await run(1)).losses).not.toEqual((await run(2)).losses);
  });

  it("leaves rows without a known answer out and refuses a table without any", async () => {
    const withPrices = (prices: (number | null)[]): Table => ({
      rowCount: 60,
      columns: table.columns.map((each) => (each.name === "price" ? numberColumn("price", prices) : each)),
    });
    const half = await permutationImportance(
      prices,
      withPrices(Array.from({ length: 60 }, (_, i) => (i < 3 ? i : null))),
    );
    expect(half.baseline).toBeGreaterThan(0);
    const none = withPrices(new Array<null>(60).fill(null));
    await expect(permutationImportance(prices, none)).rejects.toMatchObject({ code: "target_all_missing" });
  });

  it("refuses a metric of another task", async () => {
    await expect(permutationImportance(prices, table, { metric: "f1" })).rejects.toMatchObject({
      code: "invalid_parameter",
    });
  });
});

describe("permutation importance of a model's features", () => {
  const random = createRandom(2);
  const x = {
    rowCount: 300,
    featureNames: ["a", "b", "c"],
    data: Float64Array.from({ length: 900 }, () => random.normal()),
  };
  const y = Float64Array.from({ length: 300 }, (_, row) => 3 * x.data[row * 3] + x.data[row * 3 + 1]);
  let model: FittedModel;
  beforeAll(async () => {
    model = await linear.fit(
      { task: "regression", x, y, classCount: 0 },
      linear.params.parse({ alpha: 1e-9 }),
      {
        seed: 1,
      },
    );
  });

  it("raises the RMSE by coefficient times the distance between shuffled values", async () => {
    const { means, baseline } = await featurePermutationImportance(model, x, y, { nRepeats: 20 });
    expect(baseline).toBeCloseTo(0, 6);
    [3, 1, 0].forEach((coefficient, feature) =>
      expect(means[feature]).toBeCloseTo(coefficient * Math.SQRT2, coefficient === 0 ? 6 : 0),
    );
  });

  it("does not disturb the rows, reports progress and stops when aborted", async () => {
    const before = x.data.slice();
    const controller = new AbortController();
    const reports: string[] = [];
    const judging = featurePermutationImportance(model, x, y, {
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        reports.push(`${done}/${total}`);
        if (done === 3) controller.abort();
      },
    });
    await expect(judging).rejects.toMatchObject({ name: "AbortError" });
    expect(reports).toEqual(["1/15", "2/15", "3/15"]);
    expect(x.data).toEqual(before);
  });
});

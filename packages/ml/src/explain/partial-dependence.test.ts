import { beforeAll, describe, expect, it } from "vitest";
import type { TrainedPipeline } from "../predictor/predictor";
import { homes, trainLinear } from "../predictor/testing";
import { numberColumn, selectRows, type Table } from "../table";
import { dependenceGrid } from "./dependence-grid";
import { partialDependence } from "./partial-dependence";

let table: Table;
let prices: TrainedPipeline;
let places: TrainedPipeline;
beforeAll(async () => {
  table = homes();
  prices = await trainLinear(table, "price");
  places = await trainLinear(table, "place");
});

const rounded = (values: Float64Array) => Array.from(values, (value) => Math.round(value * 1e4) / 1e4);
const meanOf = (name: string) => {
  const source = table.columns.find((each) => each.name === name)!;
  return source.kind === "number" ? source.values.reduce((sum, value) => sum + value / 60, 0) : NaN;
};

/** The price is 2 * size + rooms, plus 10 by the bay, where every third home is. */
describe("partial dependence", () => {
  it("follows a number over its distinct values, all else averaged", async () => {
    const { grid, average, individual, outputs, classes } = await partialDependence(prices, table, ["rooms"]);
    expect([grid, individual, outputs, classes]).toEqual([[[0, 1, 2, 3, 4]], null, 1, null]);
    const rest = 2 * meanOf("size") + 10 / 3;
    average.forEach((value, i) => expect(value).toBeCloseTo(rest + i, 4));
  });

  it("follows a category over its categories", async () => {
    const { grid, average } = await partialDependence(prices, table, ["place"]);
    expect(grid).toEqual([["BAY", "INLAND", "ISLAND"]]);
    const rest = 2 * meanOf("size") + meanOf("rooms");
    [rest + 10, rest, rest].forEach((value, i) => expect(average[i]).toBeCloseTo(value, 4));
  });

  it("follows two columns together, the last one fastest", async () => {
    const { grid, average } = await partialDependence(prices, table, ["place", "rooms"]);
    expect(grid.map((values) => values.length)).toEqual([3, 5]);
    expect(average.length).toBe(15);
    expect(average[4] - average[0]).toBeCloseTo(4, 4);
    expect(average[0] - average[5]).toBeCloseTo(10, 4);
  });

  it("draws a line for every row, from zero when centered, and averages them", async () => {
    const options = { kind: "individual", maxSamples: 7, seed: 1 } as const;
    const plain = await partialDependence(prices, table, ["rooms"], options);
    const centered = await partialDependence(prices, table, ["rooms"], { ...options, centered: true });
    expect([plain.rows.length, plain.individual!.length]).toEqual([7, 35]);
    expect(centered.rows).toEqual(plain.rows);
    for (let row = 0; row < 7; row++) {
      const line = plain.individual!.subarray(row * 5, row * 5 + 5);
      expect(rounded(centered.individual!.subarray(row * 5, row * 5 + 5))).toEqual([0, 1, 2, 3, 4]);
      expect(rounded(line.map((value) => value - line[0]))).toEqual([0, 1, 2, 3, 4]);
    }
    expect(rounded(centered.average)).toEqual([0, 1, 2, 3, 4]);
  });

  it("follows every class's probability; they sum to 1 at each point", async () => {
    const { average, outputs, classes, grid, quantity } = await partialDependence(places, table, ["price"], {
      gridResolution: 10,
    });
    expect([outputs, classes, quantity]).toEqual([3, ["BAY", "INLAND", "ISLAND"], "probability"]);
    for (let point = 0; point < grid[0].length; point++)
      expect(average[3 * point] + average[3 * point + 1] + average[3 * point + 2]).toBeCloseTo(1, 12);
  });

  it("lays a grid of quantiles between the given two where values are many", () => {
    const values = Array.from({ length: 101 }, (_, i) => (i === 50 ? null : i ** 2));
    const grid = dependenceGrid(numberColumn("n", [...values, Infinity, 2500]), 3, [0.1, 0.9]);
    expect(grid).toEqual([100, 2500, 8100]);
    expect(dependenceGrid(numberColumn("n", [3, null, 3]), 100, [0.05, 0.95])).toEqual([3]);
  });

  it("refuses columns the model does not read, columns without values and impossible grids", async () => {
    await expect(partialDependence(prices, table, ["price"])).rejects.toThrow('Unknown column "price"');
    const none = selectRows(table, new Int32Array());
    await expect(partialDependence(prices, none, ["rooms"])).rejects.toMatchObject({ code: "invalid_input" });
    await expect(partialDependence(prices, table, ["rooms"], { gridResolution: 1 })).rejects.toMatchObject({
      code: "invalid_parameter",
    });
  });

  it("reports every point and stops when aborted", async () => {
    const controller = new AbortController();
    const reports: number[] = [];
    const onProgress = ({ done }: { done: number }) => {
      reports.push(done);
      if (done === 2) controller.abort();
    };
    const following = partialDependence(prices, table, ["rooms"], { onProgress, signal: controller.signal });
    await expect(following).rejects.toMatchObject({ name: "AbortError" });
    expect(reports).toEqual([1, 2]);
  });
});

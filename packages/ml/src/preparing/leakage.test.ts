import { beforeAll, describe, expect, it } from "vitest";
import { linear } from "../families/linear";
import { createRandom } from "../random";
import {
  categoryColumn,
  numberColumn,
  selectRows,
  tableFromColumns,
  type Column,
  type Table,
} from "../table";
import { encodeTarget } from "../target";
import type { Matrix } from "../matrix";
import { prepareConfigSchema, type PrepareConfigInput } from "./config";
import { filterRows } from "./filter-rows";
import { fitTransformPreparing } from "./fit";

const ROWS = 2400;
const TRAIN = 1600;

/** Columns of every kind that know nothing of the target, one of them with a category for every fourth row. */
function unrelated(target: (random: () => number) => Column): Table {
  const random = createRandom(7);
  const each = <Value>(make: () => Value) => Array.from({ length: ROWS }, make);
  const orMissing = <Value>(value: Value) => (random.next() < 0.1 ? null : value);
  return tableFromColumns([
    numberColumn(
      "a",
      each(() => orMissing(random.normal() ** 3)),
    ),
    numberColumn(
      "b",
      each(() => random.int(9)),
    ),
    categoryColumn(
      "place",
      each(() => orMissing(["x", "y", "z"][random.int(3)])),
    ),
    categoryColumn(
      "city",
      each(() => `city ${random.int(ROWS / 4)}`),
    ),
    numberColumn(
      "at",
      each(() => orMissing(random.int(2 ** 31) * 1000)),
    ),
    target(() => random.next()),
  ]);
}

const OPTIONS: Readonly<Record<string, PrepareConfigInput>> = {
  "what is there by default": {},
  "means and indicators": { impute: { numeric: "mean", indicator: true } },
  "most frequent values": { impute: { numeric: "most_frequent", categorical: { constant: "none" } } },
  "ordinal encoding": { encode: "ordinal" },
  "rare buckets": { min_frequency: 5, max_categories: 10 },
  "target encoding": { encode: "target" },
  "target encoding without smoothing": { encode: { method: "target", smooth: 0 } },
  "target encoding in ten folds": { encode: { columns: { city: { method: "target", smooth: 5, cv: 10 } } } },
  "clipping to quantiles": { outliers: "clip_quantile", scale: "min_max" },
  "clipping to interquartile ranges": { outliers: "clip_iqr", scale: "robust" },
  "date parts": { dates: { columns: ["at"], cyclical: true } },
  buckets: { buckets: { a: 10, b: { n_bins: 4, encode: "ordinal" } } },
  "derived columns": { derive: { product: "a * b", some: "place == 'x'" } },
  "a filter": { filter: "b > 0 and city != 'city 1'" },
};

interface Sides {
  readonly x: Matrix;
  /** What rows to predict get, of the training rows: it knows their targets. */
  readonly naive: Matrix;
  readonly test: Matrix;
  readonly y: Float64Array;
  readonly testY: Float64Array;
  readonly classCount: number;
}

function prepare(table: Table, given: PrepareConfigInput): Sides {
  const config = prepareConfigSchema.parse(given);
  const target = encodeTarget(table, "y");
  const kept = filterRows(table, config, "y") ?? target.rows;
  const [train, test] = [kept.filter((row) => row < TRAIN), kept.filter((row) => row >= TRAIN)];
  const options = { target: "y", family: "linear", encodedTarget: target } as const;
  const { preparing, x } = fitTransformPreparing(table, train, config, options);
  return {
    x,
    naive: preparing.transform(selectRows(table, train)),
    test: preparing.transform(selectRows(table, test)),
    y: Float64Array.from(train, (row) => target.y[row]),
    testY: Float64Array.from(test, (row) => target.y[row]),
    classCount: target.classes?.length ?? 0,
  };
}

/** The test rows' mean squared error over that of the training mean. */
async function errorRatio({ y, test, testY, classCount }: Sides, x: Matrix): Promise<number> {
  const task = classCount === 0 ? "regression" : "classification";
  const model = await linear.fit({ task, x, y, classCount }, linear.params.parse({}), { seed: 1 });
  if (task === "regression") {
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const predicted = model.predict(test);
    const squares = (guess: (row: number) => number) =>
      testY.reduce((sum, value, row) => sum + (value - guess(row)) ** 2, 0);
    return squares((row) => predicted[row]) / squares(() => mean);
  }
  const share = Array.from(
    { length: classCount },
    (_, each) => y.filter((value) => value === each).length / y.length,
  );
  const proba = model.predictProba(test);
  const loss = (chance: (row: number) => number) =>
    testY.reduce((sum, _, row) => sum - Math.log(chance(row)), 0);
  return loss((row) => proba[row * classCount + testY[row]]) / loss((row) => share[testY[row]]);
}

describe("a target that no column knows of", () => {
  let table: Table;
  beforeAll(() => {
    table = unrelated((next) =>
      numberColumn(
        "y",
        Array.from({ length: ROWS }, () => next() * 10),
      ),
    );
  });

  it.each(Object.entries(OPTIONS))(
    "is predicted no better than by its mean, and not worse, with %s",
    async (_, config) => {
      const sides = prepare(table, config);
      const ratio = await errorRatio(sides, sides.x);
      expect(ratio).toBeGreaterThan(0.97);
      expect(ratio).toBeLessThan(1.06);
    },
  );

  it("would be learned by heart from encodings that know it", async () => {
    const sides = prepare(table, { encode: { method: "target", smooth: 0 } });
    expect(await errorRatio(sides, sides.naive)).toBeGreaterThan(1.15);
  });

  it.each([2, 3])(
    "is predicted as by the shares of %d classes from encodings by the target",
    async (classes) => {
      const labels = unrelated((next) =>
        categoryColumn(
          "y",
          Array.from({ length: ROWS }, () => "abc"[Math.floor(next() * classes)]),
        ),
      );
      const sides = prepare(labels, { encode: "target" });
      const ratio = await errorRatio(sides, sides.x);
      expect(ratio).toBeGreaterThan(0.98);
      expect(ratio).toBeLessThan(1.03);
    },
  );
});

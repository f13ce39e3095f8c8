import {
  categoryColumn,
  numberColumn,
  prepareConfigSchema,
  splitConfigSchema,
  tableFromColumns,
  type PrepareConfigInput,
} from "@pipepilot/ml";
import { describe, expect, it } from "vitest";
import { decodePrepared, preparedRows } from "../frame/prepared-frame";
import { encodeTable } from "../frame/table-frame";
import { prepareStep, type PrepareParams } from "./prepare";
import { validate, type ValidateParams } from "./validate";

const ROWS = 300;
const rows = Array.from({ length: ROWS }, (_, row) => row);
const table = encodeTable(
  tableFromColumns([
    numberColumn(
      "size",
      rows.map((row) => (row % 10 === 3 ? 0 : (row * 7) % 50)),
    ),
    categoryColumn(
      "street",
      rows.map((row) => `street ${(row * 13) % 60}`),
    ),
    numberColumn(
      "price",
      rows.map((row) => (row % 50 === 0 ? NaN : 100.5 + ((row * 29) % 83))),
    ),
    categoryColumn(
      "kind",
      rows.map((row) => (row % 10 === 3 ? "plot" : ["flat", "house"][row % 2])),
    ),
  ]),
);

function params(prepare: PrepareConfigInput, more: Partial<PrepareParams> = {}): PrepareParams {
  return {
    target: "price",
    seed: 42,
    task: "regression",
    split: splitConfigSchema.parse({}),
    prepare: prepareConfigSchema.parse(prepare),
    families: ["random_forest"],
    ...more,
  };
}

const validation = (prepare: PrepareConfigInput): ValidateParams => ({
  target: "price",
  task: undefined,
  primary_metric: undefined,
  prepare: prepareConfigSchema.parse(prepare),
  split_by: "row_hash",
  slices: [],
  families: ["random_forest"],
});

describe("a row filter", () => {
  it("leaves rows out of every side, counts them, and moves no other row", async () => {
    const whole = await prepareStep.run({ table, params: params({}) }, {});
    const some = await prepareStep.run({ table, params: params({ filter: "size > 0" }) }, {});
    const { trainRows, validationRows, testRows, filteredRows } = some.facts;
    // 30 rows are plots and 6 more multiples of 7 are 0 modulo 50.
    expect(filteredRows).toBe(rows.filter((row) => row % 10 === 3 || (row * 7) % 50 === 0).length);
    expect(some.log[0]).toBe(`The filter size > 0 leaves out ${filteredRows} of 300 rows.`);
    const withPrice = rows.filter((row) => row % 50 !== 0 && row % 10 !== 3);
    expect(trainRows + validationRows + testRows).toBe(withPrice.length);
    const kept = (row: number) => row % 10 !== 3 && (row * 7) % 50 !== 0;
    expect([...preparedRows(some.blobs.prepared, "test")]).toEqual(
      [...preparedRows(whole.blobs.prepared, "test")].filter(kept),
    );
  });

  it("leaves no class behind that only filtered rows have", async () => {
    const more = { target: "kind", task: "classification" } as const;
    const { blobs } = await prepareStep.run({ table, params: params({ filter: "size > 0" }, more) }, {});
    expect(decodePrepared(blobs.prepared, "random_forest").classes).toEqual(["flat", "house"]);
  });

  it("is counted by the validation too, which refuses one that cannot be read", async () => {
    const { facts } = await validate.run({ table, params: validation({ filter: "size > 0" }) }, {});
    expect([facts.rows, facts.usableRows]).toEqual([300, 264]);
    const refused = async (prepare: PrepareConfigInput) =>
      Promise.resolve().then(() => validate.run({ table, params: validation(prepare) }, {}));
    await expect(refused({ filter: "floor > 0" })).rejects.toThrow('Unknown column "floor"');
    await expect(refused({ filter: "size > 100" })).rejects.toThrow("holds for none of 300 rows");
    await expect(refused({ buckets: { street: 3 } })).rejects.toThrow('"street" holds text');
  });
});

describe("target encoding in the prepare step", () => {
  it("trains on encodings of other folds and judges on those of all training rows", async () => {
    const { blobs } = await prepareStep.run({ table, params: params({ encode: "target" }) }, {});
    const { preparing, sides } = decodePrepared(blobs.prepared, "random_forest");
    const at = preparing.featureNames.indexOf("street");
    const width = preparing.featureNames.length;
    const encodings = new Set(
      preparing
        .toJSON()
        .features.flatMap((each) => (each.kind === "target" ? [...each.encodings, ...each.unseen] : [])),
    );
    const known = (side: keyof typeof sides) =>
      [...sides[side].rows.keys()].filter((row) => encodings.has(sides[side].x.data[row * width + at]))
        .length;
    expect(known("test")).toBe(sides.test.rows.length);
    expect(known("train")).toBeLessThan(sides.train.rows.length / 10);
  });
});

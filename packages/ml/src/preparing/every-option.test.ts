import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FamilyId } from "../family";
import { categoryColumn, numberColumn, selectRows, tableFromColumns, type Table } from "../table";
import { prepareConfigSchema, type PrepareConfigInput } from "./config";
import { fitTransformPreparing } from "./fit";
import { preparingFromJSON } from "./preparing";
import { allRows, rowsOf } from "./testing";

const number = fc.option(
  fc.oneof(
    { weight: 4, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(Number.MAX_VALUE, -1.7e308, 1e-308, 0) },
  ),
  { nil: null },
);
const text = fc.option(fc.constantFrom("p", "q", "r s", "t"), { nil: null });
const day = fc.option(
  fc.constantFrom("2024-02-29", "1969-12-31T23:59:59Z", "2031-07-01 08:00+02:00", "soon"),
  {
    nil: null,
  },
);
const rows = fc.array(fc.record({ a: number, b: number, c: text, at: day }), {
  minLength: 12,
  maxLength: 30,
});

const configs = fc.record<PrepareConfigInput>({
  derive: fc.constantFrom<Record<string, string>>(
    {},
    { twice: "a * 2", isP: "c == 'p'", late: "at_year > 2000" },
  ),
  dates: fc.constantFrom(
    { columns: ["at"] },
    { columns: { at: { parts: ["month", "hour", "year"] } }, cyclical: true },
  ),
  impute: fc.constantFrom<PrepareConfigInput["impute"]>(
    { indicator: true },
    { numeric: "mean", categorical: { constant: "none" } },
    { categorical: "none", columns: { a: { strategy: "most_frequent", indicator: true }, c: "none" } },
    { numeric: { constant: 1e308 } },
  ),
  encode: fc.constantFrom<PrepareConfigInput["encode"]>(
    "one_hot",
    "target",
    { method: "target", smooth: 3, cv: 3 },
    { default: "ordinal", columns: { c: { method: "one_hot", min_frequency: 0.2, max_categories: 3 } } },
  ),
  buckets: fc.constantFrom<PrepareConfigInput["buckets"]>(
    undefined,
    { b: 4 },
    { b: { n_bins: 3, encode: "ordinal" } },
  ),
  outliers: fc.constantFrom<PrepareConfigInput["outliers"]>("none", "clip_quantile", {
    columns: { a: { method: "clip_iqr", factor: 0.5 } },
  }),
  scale: fc.constantFrom<PrepareConfigInput["scale"]>("auto", "none", "robust", {
    default: "min_max",
    columns: { a: "standard" },
  }),
});

const TARGETS: Readonly<Record<string, (row: number) => Table["columns"][number]["name"] | number>> = {
  regression: (row) => Math.sin(row) * 1e3,
  binary: (row) => ["no", "yes"][row % 2],
  classes: (row) => ["low", "middle", "high"][row % 3],
};

const made = fc
  .tuple(
    rows,
    configs,
    fc.constantFrom<FamilyId>("linear", "random_forest"),
    fc.constantFrom(...Object.keys(TARGETS)),
  )
  .map(([given, config, family, task]) => {
    const y = given.map((_, row) => TARGETS[task](row));
    const table = tableFromColumns([
      numberColumn(
        "a",
        given.map(({ a }) => a),
      ),
      numberColumn(
        "b",
        given.map(({ b }) => b),
      ),
      categoryColumn(
        "c",
        given.map(({ c }, row) => (row === 0 ? "p" : c)),
      ),
      categoryColumn(
        "at",
        given.map(({ at }, row) => (row === 0 ? "2024-02-29" : at)),
      ),
      numberColumn(
        "k",
        given.map((_, row) => row),
      ),
      task === "regression" ? numberColumn("y", y as number[]) : categoryColumn("y", y as string[]),
    ]);
    const parsed = prepareConfigSchema.parse(config);
    const options = { target: "y", family };
    const numeric =
      parsed.impute.categorical === "none" && parsed.encode !== "one_hot" ? "random_forest" : family;
    return {
      table,
      family: numeric,
      ...fitTransformPreparing(table, allRows(table), parsed, { ...options, family: numeric }),
    };
  });

describe("preparing by any config", () => {
  it("gives the same bytes after a round trip through JSON text", () => {
    fc.assert(
      fc.property(made, ({ table, preparing }) => {
        const again = preparingFromJSON(JSON.parse(JSON.stringify(preparing)));
        expect(again.toJSON()).toEqual(preparing.toJSON());
        const [before, after] = [preparing.transform(table).data, again.transform(table).data];
        expect(Buffer.from(after.buffer).equals(Buffer.from(before.buffer))).toBe(true);
      }),
    );
  });

  it("gives a row alone the same features as among others", () => {
    fc.assert(
      fc.property(made, ({ table, preparing }) => {
        const out = new Float64Array(preparing.featureNames.length);
        rowsOf(preparing.transform(table)).forEach((expected, row) => {
          preparing.transformInto(selectRows(table, Int32Array.of(row)), out);
          expect([...out]).toEqual(expected);
        });
      }),
    );
  });

  it("gives training rows what rows to predict get, but for what was made of the target", () => {
    fc.assert(
      fc.property(made, ({ table, preparing, x }) => {
        const asked = preparing.transform(table);
        const encoded = new Set(
          preparing.toJSON().features.flatMap(({ kind, column }) => (kind === "target" ? [column] : [])),
        );
        const names = preparing.origins
          .filter(({ column }) => !encoded.has(column))
          .map(({ feature }) => feature);
        for (const name of names) {
          const at = x.featureNames.indexOf(name);
          expect(rowsOf(x).map((row) => row[at])).toEqual(rowsOf(asked).map((row) => row[at]));
        }
      }),
    );
  });

  it("leaves nothing infinite, and nothing missing for families that need every value", () => {
    fc.assert(
      fc.property(made, ({ preparing, table, x, family }) => {
        const fits = family === "linear" ? Number.isFinite : (value: number) => Math.abs(value) !== Infinity;
        expect(x.data.every(fits) && preparing.transform(table).data.every(fits)).toBe(true);
      }),
    );
  });
});

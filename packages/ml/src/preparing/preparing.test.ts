import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FamilyId } from "../family";
import { categoryColumn, numberColumn, selectRows, tableFromColumns, type Table } from "../table";
import { prepareConfigSchema, type PrepareConfigInput } from "./config";
import { fitPreparing } from "./fit";
import type { NumberFeatureJSON, UnseenCategory } from "./fitted-preparing";
import { preparingFromJSON } from "./preparing";

const allRows = (table: Table) => Int32Array.from({ length: table.rowCount }, (_, i) => i);

function fit(
  table: Table,
  config: PrepareConfigInput = {},
  family: FamilyId = "random_forest",
  rows = allRows(table),
) {
  return fitPreparing(table, rows, prepareConfigSchema.parse(config), { target: "y", family });
}

const small = tableFromColumns([
  numberColumn("a", [1, 2, null, 5, 100]),
  categoryColumn("c", ["x", "y", "x", null, "z"]),
  numberColumn("y", [1, 2, 3, 4, 5]),
]);
const rowsOf = ({ rowCount, featureNames, data }: ReturnType<ReturnType<typeof fit>["transform"]>) =>
  Array.from({ length: rowCount }, (_, row) => [
    ...data.slice(row * featureNames.length, (row + 1) * featureNames.length),
  ]);

describe("fitPreparing", () => {
  it("imputes, encodes and leaves trees' numbers as they are", () => {
    const matrix = fit(small).transform(small);
    expect(matrix.featureNames).toEqual(["a", "c_x", "c_y", "c_z"]);
    expect(rowsOf(matrix)).toEqual([
      [1, 1, 0, 0],
      [2, 0, 1, 0],
      [3.5, 1, 0, 0],
      [5, 1, 0, 0],
      [100, 0, 0, 1],
    ]);
  });

  it("learns from the training rows only", () => {
    const table = tableFromColumns([
      numberColumn("a", [1, 3, null, 5, 1e9, -1e9]),
      categoryColumn("c", ["x", "x", "y", null, "later", "later"]),
      numberColumn("y", [0, 1, 2, 3, 4, 5]),
    ]);
    const train = Int32Array.of(0, 1, 2, 3);
    const config = { outliers: "clip_iqr" } as const;
    const whole = fit(table, config, "linear", train).toJSON();
    expect(whole).toEqual(fit(selectRows(table, train), config, "linear").toJSON());
    expect(whole.features[0]).toEqual({
      kind: "number",
      column: "a",
      clip: [-1, 7],
      fill: 3,
      center: 3,
      scale: Math.sqrt(2),
    });
    expect(whole.features[1]).toEqual({
      kind: "one_hot",
      column: "c",
      fill: "x",
      categories: ["x", "y"],
      rareFeature: false,
    });
  });

  it.each([
    ["standard", [-1.5 / Math.sqrt(1.25), 1.5 / Math.sqrt(1.25)]],
    ["min_max", [0, 1]],
    ["robust", [-1, 1]],
    ["none", [1, 4]],
  ] as const)("scales by %s", (scale, [first, last]) => {
    const table = tableFromColumns([numberColumn("a", [1, 2, 3, 4]), numberColumn("y", [1, 2, 3, 4])]);
    const { data } = fit(table, { scale }).transform(table);
    expect(data[0]).toBeCloseTo(first, 14);
    expect(data[3]).toBeCloseTo(last, 14);
  });

  it("scales automatically for families that need it and leaves one-hot features alone", () => {
    const { features } = fit(small, {}, "neural_network").toJSON();
    expect((features[0] as NumberFeatureJSON).scale).not.toBe(1);
    expect((fit(small, {}, "gradient_boosting").toJSON().features[0] as NumberFeatureJSON).scale).toBe(1);
  });

  it.each([
    [{ numeric: "mean" }, 27],
    [{ numeric: "most_frequent" }, 1],
    [{ numeric: { constant: -1 } }, -1],
    [{ numeric: "none" }, NaN],
  ] as const)("fills missing numbers by %o", (impute, expected) => {
    expect(fit(small, { impute }).transform(small).data[2 * 4]).toBe(expected);
  });

  it("clips to quantiles", () => {
    const table = tableFromColumns([
      numberColumn(
        "a",
        Array.from({ length: 101 }, (_, i) => i),
      ),
      numberColumn(
        "y",
        Array.from({ length: 101 }, (_, i) => i),
      ),
    ]);
    const { data } = fit(table, { outliers: "clip_quantile" }).transform(table);
    expect([data[0], data[50], data[100]]).toEqual([1, 50, 99]);
  });

  it("numbers categories when they are encoded as ordinals, unseen ones -1", () => {
    const preparing = fit(small, { encode: "ordinal", drop: ["a"] });
    const asked = tableFromColumns([categoryColumn("c", ["z", "new", null, "x"])]);
    const unseen: UnseenCategory[] = [];
    expect([...preparing.transform(asked, unseen).data]).toEqual([2, -1, 0, 0]);
    expect(unseen).toEqual([{ column: "c", category: "new", rows: 1 }]);
  });

  it("makes an unseen category all zeros and reports how often it came", () => {
    const asked = tableFromColumns([numberColumn("a", [1, 1]), categoryColumn("c", ["new", "new"])]);
    const unseen: UnseenCategory[] = [];
    expect(rowsOf(fit(small).transform(asked, unseen))).toEqual([
      [1, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
    expect(unseen).toEqual([{ column: "c", category: "new", rows: 2 }]);
  });

  it("lets rare categories share a feature, which also takes those never seen", () => {
    const texts = ["a", "a", "a", "b", "b", "c", "d", "d", "d", "d"];
    const table = tableFromColumns([
      categoryColumn("c", texts),
      numberColumn(
        "y",
        texts.map((_, i) => i),
      ),
    ]);
    const preparing = fit(table, { max_categories: 3 });
    expect(preparing.featureNames).toEqual(["c_a", "c_d", "c_infrequent"]);
    expect(preparing.notes.map(({ reason }) => reason)).toEqual(["rare_categories"]);
    const asked = tableFromColumns([categoryColumn("c", ["d", "c", "new"])]);
    expect([...preparing.transform(asked).data]).toEqual([0, 1, 0, 0, 0, 1, 0, 0, 1]);
  });

  it("leaves identifiers and empty columns out and says so", () => {
    const rows = Array.from({ length: 12 }, (_, i) => i);
    const table = tableFromColumns([
      categoryColumn(
        "id",
        rows.map((i) => `LP${i}`),
      ),
      numberColumn(
        "nothing",
        rows.map(() => null),
      ),
      numberColumn("a", rows),
      numberColumn("y", rows),
    ]);
    const preparing = fit(table);
    expect(preparing.featureNames).toEqual(["a"]);
    expect(preparing.inputs.map(({ name }) => name)).toEqual(["a"]);
    expect(preparing.notes.map(({ column, reason }) => [column, reason])).toEqual([
      ["id", "identifier"],
      ["nothing", "all_missing"],
    ]);
  });

  it("derives columns, also from dropped and from derived ones", () => {
    const preparing = fit(small, { drop: ["a", "c"], derive: { half: "a / 2", more: "half + 1" } });
    expect(preparing.featureNames).toEqual(["half", "more"]);
    expect(preparing.inputs.map(({ name }) => name)).toEqual(["a"]);
    expect(rowsOf(preparing.transform(small))[3]).toEqual([2.5, 3.5]);
    expect(rowsOf(preparing.transform(small))[2]).toEqual([1.75, 2.75]);
  });

  it("derives columns in whatever order they are written, and none from itself", () => {
    const preparing = fit(small, {
      drop: ["a", "c"],
      derive: { b: "more + half", more: "half + 1", half: "a / 2" },
    });
    expect(preparing.featureNames).toEqual(["half", "more", "b"]);
    expect(rowsOf(preparing.transform(small))[0]).toEqual([0.5, 1.5, 2]);
    expect(() => fit(small, { derive: { b: "d + 1", d: "b + 1" } })).toThrow('"b" reads itself.');
  });

  it("gives every feature a name of its own", () => {
    const table = tableFromColumns([
      categoryColumn("a", ["b_c", "d", "d"]),
      categoryColumn("a_b", ["c", "e", "e"]),
      numberColumn("y", [1, 2, 3]),
    ]);
    expect(fit(table).featureNames).toEqual(["a_b_c", "a_d", "a_b_c_2", "a_b_e"]);
  });

  it("refuses what cannot work, by name", () => {
    expect(() => fit(small, { drop: ["b"] })).toThrow(
      'Unknown column "b" in prepare.drop. Known columns: a, c, y.',
    );
    expect(() => fit(small, { derive: { a: "1" } })).toThrow('"a" has the name of a column that exists');
    expect(() => fit(small, { derive: { leak: "y * 2" } })).toThrow('"leak" reads the target "y"');
    expect(() => fit(small, { derive: { b: "a +" } })).toThrow("found the end at position 4");
    expect(() => fit(small, { drop: ["a", "c"] })).toThrow("No column is left to learn from.");
    expect(() => fit(small, { impute: { numeric: "none" } }, "linear")).toThrow(
      '"a" has missing values and impute.numeric',
    );
    expect(() => fit(small, {}, "linear", new Int32Array())).toThrow("no row to fit");
  });

  it("refuses a table without its columns or with other kinds", () => {
    expect(() => fit(small).transform(tableFromColumns([numberColumn("a", [1])]))).toThrow(
      'Unknown column "c"',
    );
    const turned = tableFromColumns([categoryColumn("a", ["1"]), categoryColumn("c", ["x"])]);
    expect(() => fit(small).transform(turned)).toThrow(
      'The column "a" held numbers when the model was trained',
    );
  });

  it("treats infinities as missing", () => {
    const asked = tableFromColumns([
      numberColumn("a", [Infinity, -Infinity]),
      categoryColumn("c", ["x", "x"]),
    ]);
    const { data } = fit(small).transform(asked);
    expect([data[0], data[4]]).toEqual([3.5, 3.5]);
  });
});

describe("a fitted preparing", () => {
  const cells = fc.array(
    fc.tuple(
      fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null }),
      fc.option(fc.constantFrom("p", "q", "r s", "t"), { nil: null }),
    ),
    { minLength: 3, maxLength: 40 },
  );
  const configs = fc.record({
    encode: fc.constantFrom("one_hot" as const, "ordinal" as const),
    outliers: fc.constantFrom("none" as const, "clip_iqr" as const, "clip_quantile" as const),
    scale: fc.constantFrom("auto" as const, "standard" as const, "min_max" as const, "robust" as const),
    derive: fc.constantFrom<Record<string, string>>({}, { twice: "a * 2", isP: "c == 'p'" }),
  });
  const made = fc.tuple(cells, configs).map(([rows, config]) => {
    const table = tableFromColumns([
      numberColumn(
        "a",
        rows.map(([a]) => a),
      ),
      categoryColumn(
        "c",
        rows.map(([, c]) => c),
      ),
      numberColumn(
        "k",
        rows.map((_, i) => i),
      ),
      numberColumn(
        "y",
        rows.map((_, i) => i),
      ),
    ]);
    return { table, preparing: fit(table, config, "linear") };
  });

  it("is the same after a round trip through JSON text", () => {
    fc.assert(
      fc.property(made, ({ table, preparing }) => {
        const again = preparingFromJSON(JSON.parse(JSON.stringify(preparing)));
        expect(again.toJSON()).toEqual(preparing.toJSON());
        expect(again.transform(table)).toEqual(preparing.transform(table));
      }),
    );
  });

  it("gives one row the same features as the whole table", () => {
    fc.assert(
      fc.property(made, ({ table, preparing }) => {
        const whole = rowsOf(preparing.transform(table));
        const out = new Float64Array(preparing.featureNames.length);
        whole.forEach((expected, row) => {
          preparing.transformInto(selectRows(table, Int32Array.of(row)), out);
          expect([...out]).toEqual(expected);
        });
      }),
    );
  });

  it("cannot be read from anything else", () => {
    expect(() => preparingFromJSON({ version: 2 })).toThrow("The preparing of this model cannot be read");
  });
});

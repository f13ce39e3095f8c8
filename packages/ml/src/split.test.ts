import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitConfigSchema, splitRows, type Split } from "./split";
import { categoryColumn, numberColumn, selectRows, tableFromColumns, type Table } from "./table";

const config = (values: object = {}) => splitConfigSchema.parse(values);

function numbers(rowCount: number, from = 0): Table {
  const rows = Array.from({ length: rowCount }, (_, i) => i + from);
  return tableFromColumns([
    numberColumn(
      "a",
      rows.map((i) => i * 1.5),
    ),
    numberColumn(
      "b",
      rows.map((i) => i % 97),
    ),
    categoryColumn(
      "c",
      rows.map((i) => (i % 5 === 0 ? null : `k${i % 5}`)),
    ),
  ]);
}

function sidesByValue(table: Table, split: Split): Map<number, string> {
  const values = table.columns[0].kind === "number" ? table.columns[0].values : new Float64Array();
  const sides = new Map<number, string>();
  for (const side of ["train", "validation", "test"] as const) {
    for (const row of split[side]) sides.set(values[row], side);
  }
  return sides;
}

describe("splitRows", () => {
  it("puts every row on exactly one side, whatever the way", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 300 }),
        fc.integer(),
        fc.constantFrom("row_hash", "stratified", "time:a", "group:b"),
        (rowCount, seed, by) => {
          const split = splitRows(numbers(rowCount), config({ by }), { seed, target: "c" });
          const all = [...split.train, ...split.validation, ...split.test].sort((x, y) => x - y);
          expect(all).toEqual(Array.from({ length: rowCount }, (_, i) => i));
        },
      ),
    );
  });

  it("keeps a row's side when rows are appended, reordered or the columns change places", () => {
    const small = numbers(1000);
    const before = sidesByValue(small, splitRows(small, config(), { seed: 7 }));
    const large = numbers(3000);
    const reversed = selectRows(
      large,
      Int32Array.from({ length: 3000 }, (_, i) => 2999 - i),
    );
    const turned = {
      rowCount: 3000,
      columns: [reversed.columns[0], reversed.columns[2], reversed.columns[1]],
    };
    const after = sidesByValue(turned, splitRows(turned, config(), { seed: 7 }));
    for (const [value, side] of before) expect(after.get(value)).toBe(side);
  });

  it("does not depend on which other categories the column knows", () => {
    const table = tableFromColumns([
      categoryColumn(
        "c",
        Array.from({ length: 200 }, (_, i) => `v${i}`),
      ),
    ]);
    const wider = tableFromColumns([
      categoryColumn(
        "c",
        Array.from({ length: 400 }, (_, i) => `v${399 - i}`),
      ),
    ]);
    const sideOf = (source: Table) => {
      const split = splitRows(source, config(), { seed: 1 });
      const texts = source.columns[0].kind === "category" ? source.columns[0] : null;
      return new Set([...split.test].map((row) => texts!.categories[texts!.codes[row]]));
    };
    const [few, many] = [sideOf(table), sideOf(wider)];
    for (const text of few) expect(many.has(text)).toBe(true);
  });

  it("puts identical rows on the same side", () => {
    const table = numbers(200);
    const doubled = selectRows(
      table,
      Int32Array.from({ length: 400 }, (_, i) => i % 200),
    );
    const split = splitRows(doubled, config(), { seed: 3 });
    const test = new Set(split.test);
    for (const row of test) expect(test.has((row + 200) % 400)).toBe(true);
  });

  it("comes close to the wanted shares and changes with the seed", () => {
    const table = numbers(20000);
    const split = splitRows(table, config(), { seed: 42 });
    expect(split.test.length / 20000).toBeCloseTo(0.2, 1.9);
    expect(split.validation.length / 20000).toBeCloseTo(0.1, 1.9);
    expect(splitRows(table, config(), { seed: 42 })).toEqual(split);
    expect(splitRows(table, config(), { seed: 43 }).test).not.toEqual(split.test);
  });

  it("keeps every class's share exactly when stratified", () => {
    const table = tableFromColumns([
      numberColumn(
        "x",
        Array.from({ length: 100 }, (_, i) => i),
      ),
      categoryColumn(
        "y",
        Array.from({ length: 100 }, (_, i) => (i < 80 ? "no" : "yes")),
      ),
    ]);
    const split = splitRows(table, config({ by: "stratified", validation: 0 }), { seed: 5, target: "y" });
    expect(split.test.length).toBe(20);
    expect(split.test.filter((row) => row >= 80).length).toBe(4);
  });

  it("tests on the latest rows and keeps equal times together", () => {
    const table = tableFromColumns([numberColumn("t", [5, 1, 2, 4, 4, 4, 3, 0, 6, 7])]);
    const split = splitRows(table, config({ by: "time:t", test: 0.3, validation: 0.1 }), { seed: 1 });
    expect([...split.test]).toEqual([0, 8, 9]);
    expect([...split.validation]).toEqual([3, 4, 5]);
    expect([...split.train]).toEqual([1, 2, 6, 7]);
  });

  it("never tears a group", () => {
    const table = numbers(2000);
    const split = splitRows(table, config({ by: "group:b" }), { seed: 9 });
    const group = (row: number) => row % 97;
    const train = new Set([...split.train].map(group));
    for (const row of [...split.test, ...split.validation]) expect(train.has(group(row))).toBe(false);
  });

  it("gives a small table a test row and refuses one that is too small", () => {
    for (let seed = 0; seed < 50; seed++) {
      const split = splitRows(numbers(5), config(), { seed });
      expect([split.test.length > 0, split.validation.length > 0, split.train.length > 0]).toEqual([
        true,
        true,
        true,
      ]);
    }
    expect(() => splitRows(numbers(1), config(), { seed: 1 })).toThrow(
      "Too few rows to split (1): nothing is left for train and validation.",
    );
  });

  it("names an unknown column and refuses shares that leave nothing", () => {
    expect(() => splitRows(numbers(50), config({ by: "time:when" }), { seed: 1 })).toThrow(
      'Unknown column "when". Known columns: a, b, c.',
    );
    expect(() => config({ test: 0.6, validation: 0.4 })).toThrow("must leave rows to train on");
    expect(() => config({ by: "random" })).toThrow("must be row_hash");
  });
});

import { describe, expect, it } from "vitest";
import { checkContract } from "./check";
import { inferContract } from "./contract";
import type { ColumnProfile, ColumnType, DatasetColumn } from "./schema";

interface Version {
  columns: DatasetColumn[];
  profile: ColumnProfile[];
  rowCount: number;
}

function version(
  rowCount: number,
  ...columns: ({ name: string; type: ColumnType } & Partial<ColumnProfile>)[]
): Version {
  const profile = columns.map(({ type: _, ...own }) => ({
    missing: 0,
    distinct: 5,
    min: null,
    max: null,
    mean: null,
    std: null,
    quantiles: null,
    topValues: [],
    histogram: null,
    maxLength: null,
    ...own,
  }));
  return {
    rowCount,
    profile,
    columns: columns.map(({ name, type }, index) => ({ name, type, nullable: profile[index].missing > 0 })),
  };
}

const age = { name: "age", type: "integer" as const, min: 20, max: 60, distinct: 40 };
const city = {
  name: "city",
  type: "string" as const,
  distinct: 2,
  maxLength: 6,
  topValues: [
    { value: "Oslo", count: 60 },
    { value: "Bergen", count: 40 },
  ],
};
const id = { name: "id", type: "string" as const, distinct: 100, maxLength: 4 };
const first = version(100, age, city, id);
const contract = inferContract(first.columns, first.profile, 100);

const check = (next: Version) => checkContract(contract, next);

describe("a contract", () => {
  it("expects what the first version holds", () => {
    expect(contract).toEqual([
      {
        name: "age",
        type: "integer",
        nullable: false,
        range: { min: 20, max: 60 },
        categories: null,
        unique: false,
      },
      {
        name: "city",
        type: "string",
        nullable: false,
        range: null,
        categories: ["Bergen", "Oslo"],
        unique: false,
      },
      { name: "id", type: "string", nullable: false, range: null, categories: null, unique: true },
    ]);
  });

  it("expects nothing of a column without values but that it is there", () => {
    const empty = version(100, { name: "x", type: "string", missing: 100, distinct: 0 });
    const expected = inferContract(empty.columns, empty.profile, 100);
    expect(expected).toEqual([
      { name: "x", type: null, nullable: true, range: null, categories: null, unique: false },
    ]);
    expect(checkContract(expected, empty)).toEqual({ verdict: "passed", findings: [], passedRules: 1 });
    const filled = version(100, { name: "x", type: "float", min: 0, max: 1 });
    expect(checkContract(expected, filled).verdict).toBe("passed");
  });

  it("takes 50 values for categories and 51 for text", () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => ({ value: `v${i}`, count: 2 }));
    const of = (count: number) => {
      const { columns, profile } = version(200, { ...city, distinct: count, topValues: values(count) });
      return inferContract(columns, profile, 200)[0].categories?.length;
    };
    expect(of(50)).toBe(50);
    expect(of(51)).toBeUndefined();
  });
});

describe("a check", () => {
  it("passes the version its contract comes from and counts the rules", () => {
    // age: present, type, nullable, range; city: present, type, nullable, categories; id: present, type, nullable, unique
    expect(check(first)).toEqual({ verdict: "passed", findings: [], passedRules: 12 });
  });

  it("does not mind another order of columns", () => {
    expect(check(version(100, id, city, age)).verdict).toBe("passed");
  });

  it.each([
    ["a missing column blocks", version(100, age, city), "blocked", 'Column "id" is missing.'],
    [
      "another type blocks",
      version(100, { ...city, name: "age" }, city, id),
      "blocked",
      'Column "age" held whole numbers and now holds text.',
    ],
    [
      "fractions warn",
      version(100, { ...age, type: "float" }, city, id),
      "warned",
      'Column "age" held whole numbers and now holds fractions.',
    ],
    [
      "a new column warns",
      version(100, age, city, id, { name: "x", type: "float" }),
      "warned",
      'Column "x" (float) is new; the contract does not know it.',
    ],
    [
      "a value below three spans warns",
      version(100, { ...age, min: -101 }, city, id),
      "warned",
      'Column "age" reaches down to -101, far outside the known 20 to 60.',
    ],
    [
      "a value above three spans warns",
      version(100, { ...age, max: 1e6 }, city, id),
      "warned",
      'Column "age" reaches up to 1,000,000, far outside the known 20 to 60.',
    ],
    [
      "first missing values warn",
      version(100, { ...age, missing: 3 }, city, id),
      "warned",
      'Column "age" had a value in every row; now 3 rows have none.',
    ],
    [
      "a column without values blocks",
      version(100, { ...age, type: "string", missing: 100, min: null, max: null }, city, id),
      "blocked",
      'Column "age" has no values: all 100 rows are missing.',
    ],
    [
      "repeated identifiers warn",
      version(100, age, city, { ...id, distinct: 99 }),
      "warned",
      'Column "id" had a different value in every row; now 1 row repeats one.',
    ],
  ] as const)("%s", (_, next, verdict, message) => {
    const report = check(next);
    expect(report.verdict).toBe(verdict);
    expect(report.findings.map((finding) => finding.message)).toEqual([message]);
  });

  it("names new categories and counts their rows", () => {
    const topValues = [...city.topValues, { value: "Moss", count: 7 }, { value: "Voss", count: 1 }];
    expect(
      check(version(108, age, { ...city, distinct: 4, topValues }, { ...id, distinct: 108 })).findings,
    ).toEqual([
      {
        severity: "warn",
        column: "city",
        rule: "categories",
        message: 'Column "city" holds values not seen before: "Moss", "Voss" (8 rows).',
        rows: 8,
      },
    ]);
  });

  it("allows values up to three spans outside the range", () => {
    expect(check(version(100, { ...age, min: -100, max: 180 }, city, id)).verdict).toBe("passed");
  });

  it("puts what blocks first", () => {
    const { findings } = check(version(100, { ...age, missing: 1 }, id));
    expect(findings.map(({ severity }) => severity)).toEqual(["block", "warn"]);
  });
});

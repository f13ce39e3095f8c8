import { describe, expect, it } from "vitest";
import type { LearningError } from "./errors";
import { encodeTarget, inferTask } from "./target";
import { categoryColumn, numberColumn, tableFromColumns, type Column } from "./table";

const repeat = <Value>(values: Value[], times: number) => Array.from({ length: times }, () => values).flat();
const encode = (column: Column, task?: "regression" | "classification") =>
  encodeTarget(tableFromColumns([column]), column.name, task);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as LearningError).code;
  }
  return "none";
}

describe("inferTask", () => {
  it("reads text and few whole numbers as classes, other numbers as values", () => {
    expect(inferTask(categoryColumn("y", ["a", "b"]))).toBe("classification");
    expect(inferTask(numberColumn("y", [0, 1, null, 1]))).toBe("classification");
    expect(inferTask(numberColumn("y", [0, 1, 0.5]))).toBe("regression");
    expect(
      inferTask(
        numberColumn(
          "y",
          Array.from({ length: 20 }, (_, i) => i),
        ),
      ),
    ).toBe("classification");
    expect(
      inferTask(
        numberColumn(
          "y",
          Array.from({ length: 21 }, (_, i) => i),
        ),
      ),
    ).toBe("regression");
  });
});

describe("encodeTarget", () => {
  it("numbers sorted classes and leaves rows without a target out", () => {
    const target = encode(categoryColumn("y", repeat(["no", null, "yes", "maybe"], 4)));
    expect(target.classes).toEqual(["maybe", "no", "yes"]);
    expect([...target.y.slice(0, 4)]).toEqual([1, NaN, 2, 0]);
    expect([...target.rows.slice(0, 4)]).toEqual([0, 2, 3, 4]);
  });

  it("keeps numbers as labels of numeric classes", () => {
    const target = encode(numberColumn("y", repeat([10, 2, null], 6)));
    expect(target.classes).toEqual([2, 10]);
    expect([...target.y.slice(0, 3)]).toEqual([1, 0, NaN]);
  });

  it("takes regression when asked and treats infinities as missing", () => {
    const target = encode(numberColumn("y", repeat([1, 2, Infinity], 6)), "regression");
    expect(target.classes).toBeNull();
    expect([...target.y.slice(0, 3)]).toEqual([1, 2, NaN]);
    expect(target.rows.length).toBe(12);
  });

  it("refuses what cannot be learned, each with its own code", () => {
    const table = tableFromColumns([numberColumn("x", [1, 2])]);
    expect(() => encodeTarget(table, "price")).toThrow('Unknown column "price" in target. Known columns: x.');
    expect(codeOf(() => encodeTarget(table, "price"))).toBe("target_missing");
    expect(codeOf(() => encode(numberColumn("y", repeat([null], 20))))).toBe("target_all_missing");
    expect(codeOf(() => encode(numberColumn("y", [1])))).toBe("too_few_rows");
    expect(codeOf(() => encode(numberColumn("y", repeat([3], 20))))).toBe("target_constant");
    expect(codeOf(() => encode(numberColumn("y", repeat([3], 20)), "regression"))).toBe("target_constant");
    expect(codeOf(() => encode(categoryColumn("y", repeat(["a", "b"], 10)), "regression"))).toBe(
      "target_not_numeric",
    );
    const large = Array.from({ length: 20 }, (_, i) => (i === 7 ? -1e200 : i / 7));
    expect(() => encode(numberColumn("y", large))).toThrow(
      'The target "y" holds -1e+200; errors of values beyond ±1e+140 cannot be measured.',
    );
    expect(codeOf(() => encode(numberColumn("y", large)))).toBe("target_too_large");
    const names = Array.from({ length: 101 }, (_, i) => `n${i}`);
    expect(codeOf(() => encode(categoryColumn("y", names)))).toBe("too_many_classes");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { categoryColumn, numberColumn, tableFromColumns } from "../table";
import { evaluateExpression, evaluateRow } from "./evaluate";
import { parseExpression } from "./parse";

const JULY_19_2024_FRIDAY_2103 = Date.UTC(2024, 6, 19, 21, 3);
const table = tableFromColumns([
  numberColumn("a", [6, -4, null]),
  numberColumn("b", [2, 0, 5]),
  numberColumn("two words", [1, 2, 3]),
  numberColumn("at", [JULY_19_2024_FRIDAY_2103, -1, null]),
  categoryColumn("c", ["INLAND", "ISLAND", null]),
]);
const run = (source: string) => [...evaluateExpression(parseExpression(source), table)];
const first = (source: string) => run(source)[0];

describe("expressions", () => {
  it("compute with the usual precedence", () => {
    expect(first("1 + 2 * 3 - 4 / 2")).toBe(5);
    expect(first("(1 + 2) * 3")).toBe(9);
    expect(first("-2 ** 2")).toBe(-4);
    expect(first("2 ** 3 ** 2")).toBe(512);
    expect(first("2 ** -1")).toBe(0.5);
    expect(first("-7 % 3")).toBe(2);
    expect(first("10 - 2 - 3")).toBe(5);
    expect(first("1 + 1 == 2 and not 1 > 2 or false")).toBe(1);
    expect(first("not 0 == 1")).toBe(1);
    expect(first(".5e1")).toBe(5);
  });

  it("read columns, also those whose names hold spaces", () => {
    expect(run("b + `two words`")).toEqual([3, 2, 8]);
  });

  it("make missing and undefined results missing", () => {
    expect(run("a / b")).toEqual([3, NaN, NaN]);
    expect(run("a > 0")).toEqual([1, 0, NaN]);
    expect(run("sqrt(a)")).toEqual([Math.sqrt(6), NaN, NaN]);
    expect(run("a ** 0")).toEqual([1, 1, NaN]);
    expect(run("a > 0 or b > 1")).toEqual([1, 0, 1]);
    expect(run("a > 0 and b > 9")).toEqual([0, 0, 0]);
    expect(run("if(b == 0, 0, a / b)")).toEqual([3, 0, NaN]);
  });

  it("know the functions", () => {
    expect(run("coalesce(a, b)")).toEqual([6, -4, 5]);
    expect(run("min(a, b, 3)")).toEqual([2, -4, 3]);
    expect(run("max(a, b)")).toEqual([6, 0, 5]);
    expect(first("round(-2.5) + round(1.256, 2)")).toBe(-1.74);
    expect(first("floor(-1.5) + ceil(1.2) + abs(-3)")).toBe(3);
    expect(first("log(exp(2)) + log1p(0)")).toBe(2);
    expect([first("year(at)"), first("month(at)"), first("day(at)")]).toEqual([2024, 7, 19]);
    expect([first("hour(at)"), first("weekday(at)")]).toEqual([21, 5]);
    expect([run("year(at)")[1], run("hour(at)")[1]]).toEqual([1969, 23]);
  });

  it("compare categories with texts", () => {
    expect(run("c == 'INLAND'")).toEqual([1, 0, NaN]);
    expect(run('"ISLAND" != c')).toEqual([1, 0, NaN]);
    expect(run("c == 'NOWHERE'")).toEqual([0, 0, NaN]);
  });

  it("say where and why they cannot be read", () => {
    const reason = (source: string) => () => run(source);
    expect(reason("1 +")).toThrow(
      'Expected a number, a column, a function or (, found the end at position 4 of "1 +".',
    );
    expect(reason("1 2")).toThrow("Expected an operator or the end, found 2 at position 3");
    expect(reason("a ; b")).toThrow('Unexpected ";" at position 3');
    expect(reason("sin(a)")).toThrow("Unknown function sin (known: abs, ceil,");
    expect(reason("constructor(a)")).toThrow("Unknown function constructor");
    expect(reason("round()")).toThrow("round takes 1 to 2 values and has 0 at position 1");
    expect(reason("log(a")).toThrow("Expected ), found the end");
    expect(reason("`a")).toThrow("A ` that is never closed at position 1");
    expect(reason("1e999")).toThrow("The number 1e999 is too large");
    expect(reason("c + 1")).toThrow(
      'The column "c" holds text; compare it with a text in quotes at position 1',
    );
    expect(reason("a == 'x'")).toThrow("A text can only be compared with a category column at position 6");
    expect(reason("c < 'x'")).toThrow("Texts can be compared with == and != only, not with < at position 3");
    expect(reason("a / households")).toThrow(
      'Unknown column "households" in "a / households". Known columns: a, b, two words, at, c.',
    );
    expect(reason(`${"(".repeat(200)}1`)).toThrow("Nested deeper than 100 levels");
    expect(reason("1+".repeat(2000))).toThrow("at most 2000 characters");
  });

  it("give one row the same value as the whole column", () => {
    const number = fc.double({ noNaN: false });
    const source = fc.constantFrom(
      "a / b",
      "log1p(abs(a)) ** 2 - b",
      "if(a > b, a, b % 3)",
      "round(a, 2) + min(a, b)",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1 }), source, (rows, text) => {
        const numbers = tableFromColumns([
          numberColumn(
            "a",
            rows.map(([a]) => a),
          ),
          numberColumn(
            "b",
            rows.map(([, b]) => b),
          ),
        ]);
        const expression = parseExpression(text);
        const whole = evaluateExpression(expression, numbers);
        whole.forEach((value, row) => expect(evaluateRow(expression, numbers, row)).toBe(value));
      }),
    );
  });
});

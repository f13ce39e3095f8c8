import { describe, expect, it } from "vitest";
import { inferSignature } from "../predictor/signature";
import { validateInput } from "../predictor/validate-input";
import { categoryColumn, numberColumn, tableFromColumns } from "../table";
import { DATE_PARTS, parseIsoTime, sineOfTurn } from "./date-parts";
import { fit, rowsOf } from "./testing";

const FRIDAY = Date.UTC(2024, 6, 19, 21, 3);
const SUNDAY = Date.UTC(1969, 11, 28, 0, 0);
const y = numberColumn("y", [1, 2, 3]);
const times = tableFromColumns([numberColumn("at", [FRIDAY, SUNDAY, null]), y]);
const keepMissing = { numeric: "none" } as const;

describe("date parts", () => {
  it("are pandas' parts of the date, and the date itself is not learned from", () => {
    const preparing = fit(times, { dates: { columns: ["at"], parts: [...DATE_PARTS] }, impute: keepMissing });
    expect(preparing.featureNames).toEqual(DATE_PARTS.map((part) => `at_${part}`));
    expect(preparing.inputs.map(({ name }) => name)).toEqual(["at"]);
    expect(rowsOf(preparing.transform(times))).toEqual([
      [2024, 3, 7, 19, 4, 21, 0, Math.floor(FRIDAY / 86_400_000)],
      [1969, 4, 12, 28, 6, 0, 1, -4],
      DATE_PARTS.map(() => NaN),
    ]);
  });

  it("come from texts as from seconds and milliseconds, and from what is no date not at all", () => {
    const table = tableFromColumns([
      categoryColumn("text", ["2024-07-19T23:03:00+02:00", "1969-12-28", "soon"]),
      numberColumn("seconds", [FRIDAY / 1000, SUNDAY / 1000, 1e308]),
      y,
    ]);
    const config = { columns: { text: {}, seconds: { unit: "s" } }, parts: ["day", "hour"] } as const;
    const dates = { ...config, parts: [...config.parts] };
    expect(rowsOf(fit(table, { dates, impute: keepMissing }).transform(table))).toEqual([
      [19, 21, 19, 21],
      [28, 0, 28, 0],
      [NaN, NaN, NaN, NaN],
    ]);
  });

  it("are imputed and scaled as other numbers, and derived columns may read them", () => {
    const config = { dates: { columns: { at: ["year" as const] } }, derive: { age: "2025 - at_year" } };
    expect(rowsOf(fit(times, config).transform(times))).toEqual([
      [2024, 1],
      [1969, 56],
      [1996.5, 28.5],
    ]);
  });

  it("stand on a circle when they go round", () => {
    const dates = { columns: ["at"], parts: ["month" as const, "year" as const], cyclical: true };
    const preparing = fit(times, { dates });
    expect(preparing.featureNames).toEqual(["at_month", "at_month_sin", "at_month_cos", "at_year"]);
    const [first] = rowsOf(preparing.transform(times));
    // July is half the way round.
    expect(first[1]).toBeCloseTo(0, 15);
    expect(first[2]).toBe(-1);
  });

  it("have sines that arithmetic alone gives, exact to the last digits", () => {
    for (let step = 0; step <= 31; step++) {
      expect(Math.abs(sineOfTurn(step / 31) - Math.sin((2 * Math.PI * step) / 31))).toBeLessThan(2e-15);
    }
    expect([0, 0.25, 0.5, 0.75, 1].map(sineOfTurn)).toEqual([0, 1, 0, -1, 0]);
  });

  it("are asked for by the number that training saw, or as people write dates", () => {
    const { inputs } = fit(times, { dates: { columns: ["at"] } });
    expect(inputs).toEqual([{ name: "at", kind: "number", nullable: true, date: "ms" }]);
    const signature = inferSignature(times, ["at"], { task: "regression", classes: null });
    const asked = {
      kind: "records" as const,
      records: [{ at: FRIDAY }, { at: "2024-07-19T21:03Z" }, { at: null }],
    };
    expect(validateInput(asked, signature, inputs).columns).toMatchObject([
      { values: Float64Array.of(FRIDAY, FRIDAY, NaN) },
    ]);
    const wrong = { kind: "records" as const, records: [{ at: "soon" }] };
    expect(() => validateInput(wrong, signature, inputs)).toThrow('received the text "soon"');
  });

  it("refuse columns that hold no dates or are not there", () => {
    const dates = (column: string) => ({ dates: { columns: [column] } });
    const table = tableFromColumns([categoryColumn("c", ["x", "y", "z"]), y]);
    expect(() => fit(table, dates("c"))).toThrow(
      'prepare.dates.columns: "c" holds no date, such as 2024-07-19',
    );
    expect(() => fit(table, dates("d"))).toThrow('Unknown column "d" in prepare.dates.columns');
    expect(() => fit(table, dates("y"))).toThrow('the target "y" is not learned from');
    const taken = tableFromColumns([...times.columns, numberColumn("at_year", [1, 2, 3])]);
    expect(() => fit(taken, dates("at"))).toThrow('"at_year" has the name of a column that exists');
  });
});

describe("parseIsoTime", () => {
  it("reads what ISO 8601 calls a date or a time, and nothing else", () => {
    expect(parseIsoTime("2024-02-29")).toBe(Date.UTC(2024, 1, 29));
    expect(parseIsoTime(" 2024-02-29 10:20 ")).toBe(Date.UTC(2024, 1, 29, 10, 20));
    expect(parseIsoTime("2024-02-29T10:20:30.123456Z")).toBe(Date.UTC(2024, 1, 29, 10, 20, 30, 123));
    expect(parseIsoTime("2024-02-29T10:20:30-0530")).toBe(Date.UTC(2024, 1, 29, 15, 50, 30));
    expect(new Date(parseIsoTime("0024-01-01")).getUTCFullYear()).toBe(24);
    for (const text of [
      "2023-02-29",
      "2024-13-01",
      "2024-1-1",
      "2024-01-01T25:00",
      "19.07.2024",
      "",
      "1721422980",
    ])
      expect(parseIsoTime(text)).toBe(NaN);
  });
});

import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCompact,
  formatDuration,
  formatExact,
  formatInteger,
  formatMoney,
  formatPercent,
  formatRelative,
  formatSignificant,
  formatValue,
} from ".";

describe("numbers", () => {
  it("groups integers and drops the minus of a zero", () => {
    expect(formatInteger(20640)).toBe("20,640");
    expect(formatInteger(9007199254740993n)).toBe("9,007,199,254,740,993");
    expect(formatInteger(-0.2)).toBe("0");
  });

  it("writes a share as percent with two decimals", () => {
    expect(formatPercent(0.8446)).toBe("84.46%");
    expect(formatPercent(1, 0)).toBe("100%");
  });

  it("shows cents only where they matter", () => {
    expect(formatMoney(46322.12)).toBe("$46,322");
    expect(formatMoney(12.5)).toBe("$12.50");
    expect(formatMoney(12)).toBe("$12");
    expect(formatMoney(-3112)).toBe("-$3,112");
  });

  it("keeps significant digits without rounding the integer part away", () => {
    expect(formatSignificant(0.84461)).toBe("0.8446");
    expect(formatSignificant(46322.12)).toBe("46,322");
    expect(formatSignificant(1234.5678)).toBe("1,235");
    expect(formatSignificant(0.000012345)).toBe("1.234e-5");
    expect(formatSignificant(0.00001)).toBe("1e-5");
    expect(formatSignificant(3e20)).toBe("3e20");
    expect(formatSignificant(0)).toBe("0");
  });

  it("says what is missing, not a number, or without end", () => {
    expect([null, undefined, NaN, Infinity, -Infinity].map((value) => formatSignificant(value))).toEqual([
      "–",
      "–",
      "NaN",
      "∞",
      "-∞",
    ]);
  });

  it("shortens for axes", () => {
    expect(formatCompact(46322)).toBe("46.3K");
    expect(formatCompact(0.25)).toBe("0.25");
  });

  it("follows the format it is given as data", () => {
    expect(formatValue(0.5, { kind: "percent", digits: 1 })).toBe("50.0%");
    expect(formatValue(46322, { kind: "money" })).toBe("$46,322");
    expect(formatValue(0.123456)).toBe("0.1235");
  });
});

describe("units", () => {
  it("writes bytes in decimal units", () => {
    expect([0, 999, 1000, 1_423_529, 999_999, 2e9].map(formatBytes)).toEqual([
      "0 B",
      "999 B",
      "1 kB",
      "1.4 MB",
      "1 MB",
      "2 GB",
    ]);
  });

  it("writes durations in the two largest units", () => {
    expect([0, 0.31, 412, 999.7, 2100, 59_700, 72_000, 7_500_000, 273_600_000].map(formatDuration)).toEqual([
      "0 s",
      "0.31 ms",
      "412 ms",
      "1.0 s",
      "2.1 s",
      "1 min",
      "1 min 12 s",
      "2 h 5 min",
      "3 d 4 h",
    ]);
  });
});

describe("times", () => {
  const now = Date.UTC(2025, 10, 21, 12, 0, 0);
  const ago = (seconds: number) => formatRelative(now - seconds * 1000, now);

  it("counts back in the largest fitting unit", () => {
    expect([10, 60, 12 * 60, 3600, 5 * 3600, 86_400, 40 * 86_400, 800 * 86_400].map(ago)).toEqual([
      "just now",
      "1 min ago",
      "12 min ago",
      "1 h ago",
      "5 h ago",
      "1 d ago",
      "1 mo ago",
      "2 y ago",
    ]);
  });

  it("counts forward too", () => {
    expect(ago(-3 * 3600)).toBe("in 3 h");
  });

  it("writes the exact moment with its time zone", () => {
    expect(formatExact(now, "UTC")).toBe("21 Nov 2025, 12:00:00 UTC");
  });
});

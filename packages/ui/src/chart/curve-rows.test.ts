import { expect, it } from "vitest";
import { curveRows, writtenCurveRows } from "./curve-rows";

const y = { id: "y", label: "loss" };
const drawn = [{ label: "run 1", xs: [0, 19], ys: [0.123456789, null] }];

it("gives a file every digit, and people what they can read", () => {
  const x = { id: "x", label: "step", origin: "1700000000000000000" };
  expect(curveRows({ x, y, drawn })).toEqual([
    ["name", "step", "loss"],
    ["run 1", "1700000000000000000", 0.123456789],
    ["run 1", "1700000000000000019", null],
  ]);
  expect(writtenCurveRows({ x, y, drawn })).toEqual([
    ["name", "step", "loss"],
    ["run 1", "1,700,000,000,000,000,000", "0.1235"],
    ["run 1", "1,700,000,000,000,000,019", "–"],
  ]);
});

it("writes moments as such, and what was logged beside what is smoothed", () => {
  const x = { id: "x", label: "time (UTC)", time: true };
  const measured = [{ label: "run 1", xs: [0, 60_000], ys: [1, 2] }];
  const moments = [{ label: "run 1", xs: [0, 60_000], ys: [1, 1.5] }];
  expect(writtenCurveRows({ x, y, drawn: moments, measured })).toEqual([
    ["name", "time (UTC)", "loss", "loss as logged"],
    ["run 1", "1970-01-01 00:00", "1", "1"],
    ["run 1", "1970-01-01 00:01", "1.5", "2"],
  ]);
});

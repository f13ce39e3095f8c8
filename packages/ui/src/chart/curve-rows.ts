import type { Cell } from "../chart-export";
import { formatValue } from "../format";
import { axisScale, type AxisSpec } from "./axis-scale";
import { fromOrigin } from "./origin";

interface Points {
  label: string;
  xs: readonly number[];
  ys: readonly (number | null)[];
}

interface CurveTable {
  x: AxisSpec;
  y: AxisSpec;
  /** As they are drawn. */
  drawn: readonly Points[];
  /** Before they were smoothed, where they are. */
  measured?: readonly Points[];
}

/** Curves as a table, point by point, under a heading: numbers for a file. */
export function curveRows(table: CurveTable): Cell[][] {
  const { origin } = table.x;
  const exact = (at: number) => (origin === undefined ? at : String(fromOrigin(at, origin)));
  return rows(table, exact, (value) => value);
}

/** The same as people read it. */
export function writtenCurveRows(table: CurveTable): Cell[][] {
  const [x, y] = [axisScale(table.x, []), axisScale(table.y, [])];
  return rows(table, x.read, (value) => (value === null ? formatValue(null) : y.read(value)));
}

function rows(
  { x, y, drawn, measured }: CurveTable,
  writeX: (at: number) => Cell,
  writeY: (value: number | null) => Cell,
): Cell[][] {
  const heading = ["name", x.label, y.label, ...(measured ? [`${y.label} as logged`] : [])];
  const points = drawn.flatMap(({ label, xs, ys }, curve) =>
    xs.map((at, index) => [
      label,
      writeX(at),
      writeY(ys[index]),
      ...(measured ? [writeY(measured[curve].ys[index])] : []),
    ]),
  );
  return [heading, ...points];
}

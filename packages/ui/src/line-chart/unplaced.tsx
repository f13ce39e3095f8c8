import { formatInteger } from "../format";
import type { ChartAxis, LineSeries } from "./types";

type Axes = Record<"x" | "y", Pick<ChartAxis, "log">>;

/** How many points the logarithmic axes have no place for: those of zero and below. */
export function unplaced(series: readonly LineSeries[], { x, y }: Axes): Record<"x" | "y", number> {
  const there = series
    .filter(({ repeats }) => !repeats)
    .flatMap(({ points }) => points.filter(([, value]) => Number.isFinite(value)));
  const onX = (at: number) => !x.log || at > 0;
  return {
    x: there.filter(([at]) => !onX(at)).length,
    y: there.filter(([at, value]) => onX(at) && y.log && value! <= 0).length,
  };
}

/** Says of points that are not drawn that they are there; empty where all are. */
export function Unplaced({ id, series, ...axes }: Axes & { id: string; series: readonly LineSeries[] }) {
  const counts = unplaced(series, axes);
  return (
    // There without a word too: the drawing names it as its description.
    <div id={id} className="text-sm text-muted">
      {(["x", "y"] as const).map((axis) =>
        counts[axis] === 0 ? null : (
          <p key={axis}>
            {formatInteger(counts[axis])} {counts[axis] === 1 ? "point" : "points"} at zero or below{" "}
            {counts[axis] === 1 ? "has" : "have"} no place on the logarithmic {axis} axis; the table shows{" "}
            {counts[axis] === 1 ? "it" : "them"}.
          </p>
        ),
      )}
    </div>
  );
}

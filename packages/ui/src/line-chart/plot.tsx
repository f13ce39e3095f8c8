import { useId, useMemo, type KeyboardEvent, type RefObject } from "react";
import type uPlot from "uplot";
import { formatValue } from "../format";
import { alignSeries } from "./align";
import { colorOf } from "./options";
import { axisTitle, type ChartAxis, type LineSeries } from "./types";
import { Unplaced } from "./unplaced";
import { usePlot, type PlotCursor } from "./use-plot";
import { isInfinite, readInfinite } from "../chart/infinite";

interface PlotProps {
  title: string;
  series: readonly LineSeries[];
  x: ChartAxis;
  y: ChartAxis;
  height: number;
  hidden: ReadonlySet<string>;
  readX: (x: number) => string;
  /** Gives the drawing to whoever exports it. */
  plot: RefObject<uPlot | null>;
}

const keySteps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/** The drawing with its reading line. */
export function Plot({ title, series, x, y, height, hidden, readX, plot }: PlotProps) {
  const unplacedId = useId();
  const aligned = useMemo(() => alignSeries(series, { x: x.log, y: y.log }), [series, x.log, y.log]);
  const { host, cursor, scale } = usePlot({ plot, series, aligned, x, y, height, hidden });
  const anyValue = series.some(({ points }) => points.some(([, value]) => Number.isFinite(value)));
  const empty =
    aligned[0].length > 0 &&
    aligned
      .slice(1)
      .flat()
      .every((value) => typeof value !== "number");
  const isBeyond = scale.edges.low !== undefined || scale.edges.high !== undefined;

  function moveCursor(event: KeyboardEvent) {
    const step = keySteps[event.key];
    const [xs] = aligned;
    if (step === undefined || !plot.current || xs.length === 0) return;
    event.preventDefault();
    const index = Math.min(xs.length - 1, Math.max(0, (cursor?.index ?? (step > 0 ? -1 : xs.length)) + step));
    plot.current.setCursor({ left: plot.current.valToPos(xs[index], "x"), top: 10 });
  }

  return (
    <div className="relative">
      <div
        ref={host}
        role="img"
        tabIndex={0}
        aria-label={`${title}: ${series.map(({ label }) => label).join(", ")} over ${axisTitle(x)}. Arrow keys read the values.`}
        aria-describedby={unplacedId}
        onKeyDown={moveCursor}
        onBlur={() => plot.current?.setCursor({ left: -10, top: -10 })}
        className="min-w-0 rounded-md"
        style={{ height }}
      />
      {empty ? (
        <p className="pointer-events-none absolute inset-0 grid place-items-center text-muted">
          {anyValue ? "Nothing above zero" : "Only NaN"}
        </p>
      ) : null}
      <Unplaced id={unplacedId} {...{ series, x, y }} />
      {isBeyond ? (
        <p className="text-sm text-muted">
          A triangle at the edge is an infinite value, which MLflow stores as the largest number.
        </p>
      ) : null}
      {cursor ? <Reading {...{ cursor, aligned, series, hidden, readX, y }} /> : null}
    </div>
  );
}

interface ReadingProps {
  cursor: PlotCursor;
  aligned: ReturnType<typeof alignSeries>;
  series: readonly LineSeries[];
  hidden: ReadonlySet<string>;
  readX: (x: number) => string;
  y: ChartAxis;
}

/** What the lines say at the cursor. */
function Reading({ cursor, aligned, series, hidden, readX, y }: ReadingProps) {
  const [xs, ...ys] = aligned;
  if (cursor.index >= xs.length) return null;
  return (
    <div
      role="status"
      className="num pointer-events-none absolute top-2 z-10 max-w-64 rounded-md border border-line-strong bg-panel px-2.5 py-1.5 text-sm shadow-popover"
      style={{
        left: cursor.left,
        transform: `translateX(${cursor.left > 260 ? "calc(-100% - 12px)" : "12px"})`,
      }}
    >
      <p className="mb-0.5 text-muted">{readX(xs[cursor.index])}</p>
      {series.map((one, index) =>
        hidden.has(one.id) || ys[index][cursor.index] === undefined ? null : (
          <p key={one.id} className="flex items-center gap-2 whitespace-nowrap">
            <Swatch color={colorOf(one, index)} dashed={one.dashed} />
            <span className="truncate">{one.label}</span>
            <span className="ml-auto pl-3 font-medium">
              {readY(ys[index][cursor.index], y)}
              {y.unit && !y.format ? ` ${y.unit}` : ""}
            </span>
          </p>
        ),
      )}
    </div>
  );
}

function readY(value: number | null | undefined, { format, log }: ChartAxis): string {
  if (isInfinite(value)) return readInfinite(value);
  return value === null && !log ? "NaN" : formatValue(value, format);
}

/** A series' colour, and its dashes where it has them. */
export function Swatch({ color, dashed = false }: { color: string; dashed?: boolean }) {
  const background = dashed
    ? `linear-gradient(90deg, ${color} 40%, transparent 40% 60%, ${color} 60%)`
    : color;
  return <span aria-hidden="true" className="h-[3px] w-3 shrink-0 rounded-full" style={{ background }} />;
}

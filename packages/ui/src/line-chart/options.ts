import type uPlot from "uplot";
import { resolveColors } from "../theme-colors";
import { seriesColor } from "../tone";
import { logTicks, niceTicks } from "../ticks";
import { axisTitle, type ChartAxis, type LineSeries } from "./types";
import { axisTexts, logAxisTicks, logSplits, lonePoints, type YScale } from "./y-scale";

interface PlotOptions {
  series: readonly LineSeries[];
  x: ChartAxis;
  y: ChartAxis;
  scale: YScale;
  width: number;
  height: number;
  onCursor: (index: number | null, left: number, top: number) => void;
}

const FONT = '11.5px "Inter Variable", Inter, system-ui, sans-serif';

/** The colour of a series as a CSS value. */
export const colorOf = (series: LineSeries, index: number) => series.color ?? seriesColor(index);

/** Options of a plot; colours are read from the theme at every drawing. */
export function plotOptions({ series, x, y, scale, width, height, onCursor }: PlotOptions): uPlot.Options {
  const token = (value: string) => (plot: uPlot) => resolveColors(value, plot.root);
  return {
    width,
    height,
    padding: [10, rightPadding(x), 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false },
      points: { size: 7, width: 1.5, fill: (plot) => resolveColors("var(--panel)", plot.root) },
    },
    scales: {
      x: { time: Boolean(x.time), distr: x.log ? 3 : 1, ...(x.log && { range: logXRange }) },
      y: { range: y.log ? logRange : { min: { pad: 0.06 }, max: { pad: 0.06 } } },
    },
    axes: [
      { ...axis(x, "x", token), ...wholeSteps(series, x), ...(x.log && { splits: logXSplits, filter: all }) },
      {
        ...axis({ ...y, log: false }, "y", token),
        ...(y.log && {
          splits: (_plot: uPlot, _axis: number, low: number, high: number) => logSplits(low, high),
        }),
        values: (_plot: uPlot, splits: number[]) => axisTexts(splits.map(scale.back), y),
      },
    ],
    series: [{}, ...series.map((one, index) => line(one, index, token))],
    hooks: {
      draw: [(plot) => drawBeyond(plot, series, scale)],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null, plot.cursor.left ?? -1, plot.cursor.top ?? -1)],
    },
    ms: 1,
  };
}

/** Between whole numbers, such as steps, there is nothing to mark; rounded, such marks would say the same twice. */
function wholeSteps(series: readonly LineSeries[], { time, log }: ChartAxis): Pick<uPlot.Axis, "incrs"> {
  const whole = !time && !log && series.every(({ points }) => points.every(([at]) => Number.isInteger(at)));
  return whole ? { incrs: WHOLE_STEPS } : {};
}

const WHOLE_STEPS = Array.from({ length: 20 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

type Token = (value: string) => (plot: uPlot) => string;

function axis(config: ChartAxis, side: "x" | "y", token: Token): uPlot.Axis {
  return {
    label: axisTitle(config),
    labelFont: FONT,
    labelSize: 22,
    labelGap: 2,
    font: FONT,
    gap: 6,
    stroke: token("var(--muted)"),
    grid: {
      show: side === "y",
      stroke: token("var(--line)"),
      width: 1,
    },
    ticks: { show: side === "x", stroke: token("var(--line-strong)"), width: 1, size: 4 },
    border: { show: side === "x", stroke: token("var(--line-strong)"), width: 1 },
    size: side === "x" ? 30 : yAxisSize,
    ...(!config.time && {
      values: (_plot: uPlot, splits: number[]) => splits.map((value) => axisTexts([value], config)[0]),
    }),
  };
}

/** As wide as its longest label, so that none is cut. */
/** Pixels, at most, of a character on an axis. */
const CHARACTER = 6.8;

function yAxisSize(_plot: uPlot, values: string[] | null): number {
  const longest = Math.max(0, ...(values ?? []).map((value) => value?.length ?? 0));
  return Math.ceil(longest * CHARACTER) + 14;
}

/** A number below the end of the x axis reaches beyond it by half. */
const rightPadding =
  (x: ChartAxis) =>
  ({ scales }: uPlot) => {
    const { max } = scales.x;
    if (x.time || max === undefined) return 14;
    return Math.max(14, Math.ceil((axisTexts([max], x)[0].length * CHARACTER) / 2));
  };

function line(series: LineSeries, index: number, token: Token): uPlot.Series {
  return {
    label: series.label,
    stroke: token(colorOf(series, index)),
    width: 1.6,
    dash: series.dashed ? [4, 4] : undefined,
    // Points moved to whole pixels would make stairs of a line that rises slowly.
    pxAlign: 0,
    points: {
      show: false,
      filter: (plot, column) => lonePoints(plot.data[column] as (number | null | undefined)[]),
      size: 6,
    },
  };
}

/** Close around the data, in powers of ten: whole decades would leave a curve in a corner. */
function logRange(_plot: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  return low === null || high === null ? [null, null] : [low - 0.08, high + 0.08];
}

/** From the first value to the last, for the same reason; a single one in the middle of a decade. */
function logXRange(_plot: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null) return [null, null];
  return low < high ? [low, high] : [low / Math.sqrt(10), high * Math.sqrt(10)];
}

/** Room for a number below the axis, in pixels. */
const LABEL = 48;

/** Twos and fives only where the powers of ten leave room for them; within a few, what is round. */
export function logXTicks(low: number, high: number, pixels: number): number[] {
  const decade = pixels / Math.log10(high / low);
  const ticks = decade * Math.log10(2) < LABEL ? logTicks(low, high) : logAxisTicks(low, high);
  return ticks.length > 1 ? ticks : niceTicks(low, high);
}

const logXSplits = ({ bbox }: uPlot, _axis: number, low: number, high: number) =>
  logXTicks(low, high, bbox.width / devicePixelRatio);

const all = (_plot: uPlot, splits: number[]) => splits;

/** A triangle that points on to each value which lies beyond the axis. */
function drawBeyond(plot: uPlot, series: readonly LineSeries[], { edges }: YScale) {
  const size = 5 * devicePixelRatio;
  series.forEach((one, index) => {
    if (!plot.series[index + 1].show) return;
    plot.ctx.fillStyle = resolveColors(colorOf(one, index), plot.root);
    plot.data[index + 1].forEach((place, at) => {
      if (place === null || place === undefined || (place !== edges.high && place !== edges.low)) return;
      const left = plot.valToPos(plot.data[0][at], "x", true);
      if (left < plot.bbox.left || left > plot.bbox.left + plot.bbox.width) return;
      const top = plot.valToPos(place, "y", true);
      const tip = place === edges.high ? -size : size;
      plot.ctx.beginPath();
      plot.ctx.moveTo(left, top + tip);
      plot.ctx.lineTo(left - size, top - tip / 2);
      plot.ctx.lineTo(left + size, top - tip / 2);
      plot.ctx.fill();
    });
  });
}

import type uPlot from "uplot";
import { formatValue } from "../format";
import { resolveColors } from "../theme-colors";
import { niceTicks } from "../ticks";
import { alignSeries } from "./align";
import { colorOf, logXTicks } from "./options";
import { axisTitle, type ChartAxis, type LineSeries } from "./types";
import { axisTexts, logAxisTicks, lonePoints, yScale, type YScale } from "./y-scale";

const LEFT = 72;
const TOP = 16;
const BOTTOM = 52;
const LEGEND = 22;

/** The chart as a drawing of its own, with the range now on screen, its axes and a legend. */
export function plotToSvg(plot: uPlot, series: readonly LineSeries[], x: ChartAxis, y: ChartAxis): string {
  const width = plot.over.clientWidth;
  const height = plot.over.clientHeight;
  const total = { width: width + LEFT + 20, height: height + TOP + BOTTOM + LEGEND };
  const scale = yScale(alignSeries(series, { x: x.log, y: y.log }), y);
  const parts = [
    `<rect width="100%" height="100%" fill="var(--panel)"/>`,
    `<g transform="translate(${LEFT} ${TOP})" font-size="11.5" fill="var(--muted)">`,
    ...yAxis(plot, y, scale, width, height),
    ...xAxis(plot, x, width, height),
    ...series.map((one, index) => linePath(plot, scale, one, index)),
    ...series.map((one, index) => legendEntry(one, index, height)),
    `</g>`,
  ];
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${total.width}" height="${total.height}" viewBox="0 0 ${total.width} ${total.height}" font-family="Inter, system-ui, sans-serif">`;
  return resolveColors(`${open}${parts.join("")}</svg>`, plot.root);
}

function xTicks(plot: uPlot, log?: boolean): number[] {
  const { min, max } = plot.scales.x;
  if (min === undefined || max === undefined) return [];
  return log ? logXTicks(min, max, plot.over.clientWidth) : niceTicks(min, max);
}

function yTicks(plot: uPlot, { back }: YScale, log?: boolean): number[] {
  const { min, max } = plot.scales.y;
  // The plot says null of a scale without values.
  if (typeof min !== "number" || typeof max !== "number") return [];
  return log ? logAxisTicks(back(min), back(max)) : niceTicks(back(min), back(max));
}

function yAxis(plot: uPlot, axis: ChartAxis, scale: YScale, width: number, height: number): string[] {
  const ticks = yTicks(plot, scale, axis.log);
  const texts = axisTexts(ticks, axis);
  const marks = ticks.map((value, index) => {
    const at = round(plot.valToPos(scale.forth(value), "y"));
    const text = escape(texts[index]);
    return `<line x2="${width}" y1="${at}" y2="${at}" stroke="var(--line)"/><text x="-8" y="${at + 4}" text-anchor="end">${text}</text>`;
  });
  const title = `<text transform="translate(${14 - LEFT} ${height / 2}) rotate(-90)" text-anchor="middle">${escape(axisTitle(axis))}</text>`;
  return [...marks, title];
}

function xAxis(plot: uPlot, axis: ChartAxis, width: number, height: number): string[] {
  const marks = xTicks(plot, axis.log).map((value) => {
    const at = round(plot.valToPos(value, "x"));
    const text = axis.time
      ? new Date(value).toISOString().slice(0, 16).replace("T", " ")
      : formatValue(value, axis.format);
    return `<line x1="${at}" x2="${at}" y1="${height}" y2="${height + 4}" stroke="var(--line-strong)"/><text x="${at}" y="${height + 18}" text-anchor="middle">${escape(text)}</text>`;
  });
  const line = `<line x2="${width}" y1="${height}" y2="${height}" stroke="var(--line-strong)"/>`;
  return [
    line,
    ...marks,
    `<text x="${width / 2}" y="${height + 38}" text-anchor="middle">${escape(axisTitle(axis))}</text>`,
  ];
}

function linePath(plot: uPlot, { edges }: YScale, series: LineSeries, index: number): string {
  const xs = plot.data[0];
  const ys = plot.data[index + 1];
  const color = colorOf(series, index);
  const alone = new Set(lonePoints(ys as (number | null | undefined)[]));
  let marks = "";
  let path = "";
  let pen = "M";
  ys.forEach((y, at) => {
    if (y === undefined) return;
    if (y === null) {
      pen = "M";
      return;
    }
    const [left, top] = [round(plot.valToPos(xs[at], "x")), round(plot.valToPos(y, "y"))];
    if (y === edges.high) marks += `<path d="M${left} ${top - 5}l-5 8h10z" fill="${color}"/>`;
    else if (y === edges.low) marks += `<path d="M${left} ${top + 5}l-5 -8h10z" fill="${color}"/>`;
    else if (alone.has(at)) marks += `<circle cx="${left}" cy="${top}" r="3" fill="${color}"/>`;
    path += `${pen}${left} ${top}`;
    pen = "L";
  });
  const dash = series.dashed ? ` stroke-dasharray="4 4"` : "";
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="1.6" stroke-linejoin="round"${dash}/>${marks}`;
}

function legendEntry(series: LineSeries, index: number, height: number): string {
  const x = index * 150;
  const y = height + BOTTOM + 6;
  return `<rect x="${x}" y="${y - 6}" width="12" height="3" rx="1.5" fill="${colorOf(series, index)}"/><text x="${x + 18}" y="${y}">${escape(series.label)}</text>`;
}

const round = (value: number) => Math.round(value * 100) / 100;

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

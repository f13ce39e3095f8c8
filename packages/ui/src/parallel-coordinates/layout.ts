import { textWidth } from "../chart/short-label";
import type { AxisModel, ParallelSeries } from "./model";

/** Pixels from the top of the drawing to the top of the axes, and what stands below them. */
export const TOP = 58;
export const LANE_GAP = 30;
export const FOOT = 16;
export const LANE_LABEL = "missing";

export interface Layout {
  width: number;
  height: number;
  /** Where each axis stands. */
  x: number[];
  top: number;
  bottom: number;
  /** The lane for missing values; undefined when there are none. */
  lane?: number;
}

/**
 * Places the axes so that no label is cut or runs into its neighbour: as wide as there is room, wider (and then
 * scrolled) when the labels need it. Tick labels of the first axis stand left of it, all others right.
 */
export function layoutAxes(
  axes: readonly AxisModel[],
  room: number,
  height: number,
  anyMissing: boolean,
): Layout {
  const tickWidth = (axis: AxisModel) => Math.max(0, ...axis.ticks.map(({ text }) => textWidth(text))) + 10;
  const half = (axis: AxisModel) => textWidth(axis.text) / 2;
  const [first, last] = [axes[0], axes[axes.length - 1]];
  const missingLabel = anyMissing ? textWidth(LANE_LABEL) + 12 : 0;
  const left = Math.max(tickWidth(first), half(first), missingLabel) + 4;
  const right = Math.max(axes.length > 1 ? tickWidth(last) : 0, half(last)) + 4;
  const needed = axes.slice(1).map((axis, index) => {
    const ticks = index === 0 ? 0 : tickWidth(axes[index]);
    return Math.max(half(axes[index]) + half(axis) + 12, ticks + 26, 76);
  });
  const least = needed.reduce((sum, gap) => sum + gap, 0);
  const inner = Math.max(room - left - right, least);
  const spare = needed.length > 0 ? (inner - least) / needed.length : 0;
  const x = [left];
  for (const gap of needed) x.push(x[x.length - 1] + gap + spare);
  const bottom = height - FOOT - (anyMissing ? LANE_GAP : 0);
  return {
    width: left + inner + right,
    height,
    x,
    top: TOP,
    bottom,
    lane: anyMissing ? bottom + LANE_GAP : undefined,
  };
}

/** A smooth line through the points, level at every axis. */
export function curve(points: readonly { x: number; y: number }[]): string {
  let path = `M${round(points[0].x)} ${round(points[0].y)}`;
  for (let index = 1; index < points.length; index += 1) {
    const [from, to] = [points[index - 1], points[index]];
    const middle = round((from.x + to.x) / 2);
    path += `C${middle} ${round(from.y)} ${middle} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
  }
  return path;
}

const round = (value: number) => Math.round(value * 10) / 10;

export interface LinePoint {
  x: number;
  y: number;
  missing: boolean;
}

/** Where a series passes every axis; what it has no value for passes through the lane. */
export function linePoints(one: ParallelSeries, axes: readonly AxisModel[], layout: Layout): LinePoint[] {
  const { bottom, top, lane = bottom } = layout;
  return axes.map((axis, index) => {
    const share = axis.place(one.values[axis.id]);
    return {
      x: layout.x[index],
      y: share === undefined ? lane : bottom - share * (bottom - top),
      missing: share === undefined,
    };
  });
}

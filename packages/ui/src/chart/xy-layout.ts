import {
  axisScale,
  isMissing,
  spacedTicks,
  type AxisScale,
  type AxisSpec,
  type AxisValue,
} from "./axis-scale";
import type { ShownTick } from "../parallel-coordinates/model";
import { shortLabel, textWidth } from "./short-label";

export interface PlacedAxis {
  spec: AxisSpec;
  scale: AxisScale;
  ticks: ShownTick[];
}

/** Where everything of a chart with two axes lies, in pixels. */
export interface XYLayout {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: PlacedAxis;
  y: PlacedAxis;
  /** Where what has no x or no y stands; undefined when nothing lacks it. */
  laneX?: number;
  laneY?: number;
  placeX: (value: AxisValue) => number;
  placeY: (value: AxisValue) => number;
}

const PAD = 0.04;
const LANE = 30;
const TITLE = 20;

/** Places two axes over values so that no label is cut; values that are missing get a lane beside the axis. */
export function layoutXY(
  axes: { x: AxisSpec; y: AxisSpec },
  values: { x: readonly AxisValue[]; y: readonly AxisValue[] },
  size: { width: number; height: number },
): XYLayout {
  const anyMissing = { x: values.x.some(isMissing), y: values.y.some(isMissing) };
  const top = 12;
  const bottom = size.height - 24 - TITLE - (anyMissing.y ? LANE : 0);
  const y = placed(axes.y, axisScale(axes.y, values.y, { pad: PAD }), bottom - top, 18, 28);
  const tickRoom = Math.max(0, ...y.ticks.map(({ text }) => textWidth(text)));
  const edge = TITLE + 12 + Math.max(tickRoom, anyMissing.y ? textWidth("missing") : 0);
  const left = edge + (anyMissing.x ? LANE + 20 : 0);
  const right = Math.max(left + 60, size.width - 18);
  const xScale = axisScale(axes.x, values.x, { pad: PAD });
  const widest = Math.max(0, ...xScale.ticks.map(({ label }) => textWidth(shortLabel(label, 22))));
  const x = placed(axes.x, xScale, right - left, widest + 12, 22);
  const laneX = anyMissing.x ? edge + LANE / 2 : undefined;
  const laneY = anyMissing.y ? bottom + LANE / 2 + 4 : undefined;
  return {
    ...size,
    width: Math.max(size.width, right + 18),
    left,
    right,
    top,
    bottom,
    x,
    y,
    laneX,
    laneY,
    placeX: (value) => {
      const share = x.scale.place(value);
      return share === undefined ? (laneX ?? left) : left + share * (right - left);
    },
    placeY: (value) => {
      const share = y.scale.place(value);
      return share === undefined ? (laneY ?? bottom) : bottom - share * (bottom - top);
    },
  };
}

function placed(spec: AxisSpec, scale: AxisScale, pixels: number, each: number, most: number): PlacedAxis {
  const ticks = spacedTicks(scale.ticks, pixels, each);
  return { spec, scale, ticks: ticks.map((tick) => ({ ...tick, text: shortLabel(tick.label, most) })) };
}

/** The nearest of places in pixels; undefined where none is within reach. */
export function nearestPoint(
  points: readonly { x: number; y: number }[],
  at: { x: number; y: number },
  accepts: (index: number) => boolean = () => true,
  reach = 24,
): number | undefined {
  let [nearest, best]: [number | undefined, number] = [undefined, reach * reach];
  points.forEach((point, index) => {
    const distance = (point.x - at.x) ** 2 + (point.y - at.y) ** 2;
    if (distance < best && accepts(index)) [nearest, best] = [index, distance];
  });
  return nearest;
}

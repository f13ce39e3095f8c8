import { stepOf, type Step } from "@pipepilot/domain/run/step";
import { fromOrigin, type AxisRange } from "@pipepilot/ui/chart";
import { formatDuration, formatExact, formatInteger } from "@pipepilot/ui/format";
import type { CompareView, CurveTime, Zoom } from "./compare-view";

/** The steps, or milliseconds, of a range that was chosen in a drawing; null where there is none between its ends. */
export function zoomTo({ low, high }: AxisRange, over: CurveTime, origin: string | undefined): Zoom | null {
  if (over !== "step") return { low: Math.floor(low), high: Math.ceil(high) };
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  if (first > last) return null;
  const logged = (drawn: number) => (origin === undefined ? drawn : stepOf(fromOrigin(drawn, origin)));
  return { low: logged(first), high: logged(last) };
}

/** Of what steps all points are asked for: a zoom into times is drawn from those of the whole history. */
export function zoomedSteps({ over, zoom }: Pick<CompareView, "over" | "zoom">) {
  return over === "step" && zoom ? { from: String(zoom.low), to: String(zoom.high) } : undefined;
}

export const isWithin = (zoom: Zoom | null, at: Step) => zoom === null || (zoom.low <= at && at <= zoom.high);

/** The last moment that has a date, in milliseconds before or after 1970. */
const LAST_MOMENT = 8.64e15;

const readTime = (time: number) => formatExact(Math.max(-LAST_MOMENT, Math.min(LAST_MOMENT, time)), "UTC");

/** A zoom in words. */
export function readZoom({ low, high }: Zoom, over: CurveTime): string {
  if (over === "step") return `Steps ${formatInteger(low)} to ${formatInteger(high)}`;
  const read = over === "time" ? readTime : formatDuration;
  return `${read(Number(low))} to ${read(Number(high))}`;
}

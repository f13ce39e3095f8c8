import { METRICS, type MetricKey } from "../metrics/metrics";

const UNKNOWN = "–";
const plain = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Five significant digits with thousands apart, more only before the point; powers of ten where zeros would hide them. */
export function numberText(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (extreme(value)) return value.toExponential(3);
  return (Math.abs(value) >= 10_000 ? whole : plain).format(value);
}

/** For axes: 450K, 1.2M. */
export function axisText(value: number): string {
  return extreme(value) ? value.toExponential(1) : compact.format(value);
}

export function countText(count: number): string {
  return Number.isInteger(count) ? whole.format(count) : numberText(count);
}

/** 0.4237 is 42.4%. */
export function percentText(share: number | null | undefined, digits = 1): string {
  return share === null || share === undefined ? UNKNOWN : `${(share * 100).toFixed(digits)}%`;
}

/** A metric in its own format. */
export function metricText(key: MetricKey, value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  const { format } = METRICS[key];
  if (format === "ratio" && Math.abs(value) < 100) return percentText(value, 2);
  return format === "score" && Math.abs(value) < 100 ? value.toFixed(4) : numberText(value);
}

function extreme(value: number): boolean {
  return value !== 0 && (Math.abs(value) >= 1e12 || Math.abs(value) < 1e-4);
}

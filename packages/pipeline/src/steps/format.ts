import { METRICS, type MetricKey } from "@pipepilot/ml";

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

/** A metric's value for a sentence: "48,211", "0.8312". */
export function formatValue(value: number): string {
  return Math.abs(value) >= 1000 ? grouped.format(value) : precise.format(value);
}

export function formatCount(count: number): string {
  return grouped.format(count);
}

export function metricTitle(metric: MetricKey): string {
  return METRICS[metric].title;
}

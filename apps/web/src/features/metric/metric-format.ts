import { isMetricKey, METRICS } from "@pipepilot/ml/metrics/metrics";
import { formatValue, type NumberFormat } from "@pipepilot/ui/format";

const PREFIX = /^(train|validation|test|cv|best_cv|fold)_/;

/** How a metric's numbers are written, everywhere the same. */
export function metricFormat(key: string): NumberFormat {
  const plain = key.replace(PREFIX, "");
  if (isMetricKey(plain) && (METRICS[plain].format === "ratio" || plain === "r2")) return { kind: "percent" };
  return { kind: "significant", digits: 5 };
}

export const formatMetric = (key: string, value: number | null | undefined) =>
  formatValue(value, metricFormat(key));

/** "rmse" becomes "RMSE", "test_r2" becomes "Test R²"; unknown keys stay as they are. */
export function metricTitle(key: string): string {
  const prefix = PREFIX.exec(key)?.[1];
  const plain = key.replace(PREFIX, "");
  const title = isMetricKey(plain) ? METRICS[plain].title : plain === "loss" ? "Loss" : plain;
  // Over the folds of a cross-validation.
  if (prefix === "cv") return `CV ${title}`;
  if (prefix === "best_cv") return `Best CV ${title}`;
  return prefix ? `${prefix[0].toUpperCase()}${prefix.slice(1)} ${title}` : title;
}

/** The titles of keys that are listed together: two that would read the same (`rmse` and `RMSE`) stay as they are. */
export function metricTitles(keys: Iterable<string>): (key: string) => string {
  const sharing = new Map<string, number>();
  for (const key of new Set(keys)) {
    const title = metricTitle(key);
    sharing.set(title, (sharing.get(title) ?? 0) + 1);
  }
  return (key) => {
    const title = metricTitle(key);
    return (sharing.get(title) ?? 0) > 1 ? key : title;
  };
}

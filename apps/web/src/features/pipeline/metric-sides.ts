import { METRICS } from "@pipepilot/ml/metrics/metrics";

export const SIDES = ["train", "validation", "test"] as const;
export type Side = (typeof SIDES)[number];

export interface MetricRow {
  readonly metric: string;
  readonly values: Readonly<Partial<Record<Side, number>>>;
}

const SIDED = /^(train|validation|test)_(.+)$/;
const ORDER = Object.keys(METRICS);

/** An evaluation's metrics, one row each with a value for every side. A bare name stands for the test rows. */
export function metricRows(metrics: unknown): MetricRow[] {
  if (typeof metrics !== "object" || metrics === null) return [];
  const rows = new Map<string, Partial<Record<Side, number>>>();
  for (const [key, value] of Object.entries(metrics)) {
    if (typeof value !== "number") continue;
    const [, side, name] = SIDED.exec(key) ?? [null, "test", key];
    const row = rows.get(name) ?? {};
    rows.set(name, { ...row, [side]: row[side as Side] ?? value });
  }
  return [...rows]
    .map(([metric, values]) => ({ metric, values }))
    .sort((a, b) => rank(a.metric) - rank(b.metric) || a.metric.localeCompare(b.metric));
}

function rank(metric: string): number {
  const at = ORDER.indexOf(metric);
  return at < 0 ? ORDER.length : at;
}

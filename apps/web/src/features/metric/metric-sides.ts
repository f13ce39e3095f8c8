import { orderMetrics } from "./metric-order";

export const SIDES = ["train", "validation", "test", "value"] as const;
/** The rows a metric was taken on; `value` where its name does not say. */
export type Side = (typeof SIDES)[number];

export type MetricSides = { key: string } & Partial<Record<Side, number>>;

/** "train_rmse" is "rmse" on the training rows. */
export function splitMetricKey(key: string): { key: string; side: Side } {
  const [, side, plain] = /^(train|validation|test)_(.+)$/.exec(key) ?? [];
  return side ? { key: plain, side: side as Side } : { key, side: "value" };
}

/**
 * A run's metrics with their sides beside each other. The pipeline writes the test rows' metrics under their plain names
 * too; those are not said twice.
 */
export function metricSides(
  metrics: Readonly<Record<string, number>>,
  primary: string | null = null,
): { rows: MetricSides[]; sides: Side[] } {
  const byKey = new Map<string, MetricSides>();
  for (const [name, value] of Object.entries(metrics)) {
    const { key, side } = splitMetricKey(name);
    if (side === "value" && `test_${key}` in metrics) continue;
    byKey.set(key, { ...(byKey.get(key) ?? { key }), [side]: value });
  }
  const rows = orderMetrics(byKey.keys(), primary && splitMetricKey(primary).key).flatMap(
    (key) => byKey.get(key) ?? [],
  );
  return { rows, sides: SIDES.filter((side) => rows.some((row) => row[side] !== undefined)) };
}

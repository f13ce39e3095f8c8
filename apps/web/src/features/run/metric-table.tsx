import type { ReactNode } from "react";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";
import { formatMetric, metricTitles } from "@/features/metric/metric-format";
import { MetricName } from "@/features/metric/metric-name";
import { metricSides, splitMetricKey, type Side } from "@/features/metric/metric-sides";

const HEADINGS: Record<Side, string> = {
  train: "Training",
  validation: "Validation",
  test: "Test",
  value: "Value",
};

export interface MetricTableProps {
  metrics: Readonly<Record<string, number>>;
  /** Stands first and is marked. */
  primaryMetric?: string | null;
  /** Still being trained. */
  running?: boolean;
  /** At the right of the heading. */
  actions?: ReactNode;
  /** What stands where there are none; otherwise it says that none was logged. */
  none?: string;
  footer?: ReactNode;
}

/** The latest value of every metric, on each side of the split. */
export function MetricTable({
  metrics,
  primaryMetric,
  running = false,
  actions,
  none = running ? "They come when the model is evaluated." : "This run logged none.",
  footer,
}: MetricTableProps) {
  const { rows, sides } = metricSides(metrics, primaryMetric);
  const titleOf = metricTitles(rows.map(({ key }) => key));
  const primary = primaryMetric && splitMetricKey(primaryMetric).key;
  return (
    <Card>
      <CardHeader title="Metrics" actions={actions} />
      {rows.length === 0 ? (
        <p className="px-3.5 py-4 text-muted">{none}</p>
      ) : (
        // Four sides of the split are wider than a phone.
        <Table scrollLabel="Values of metrics">
          <caption className="sr-only">Metrics</caption>
          <thead>
            <tr>
              <Th>Metric</Th>
              {sides.map((side) => (
                <Th key={side} numeric>
                  {HEADINGS[side]}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Tr key={row.key}>
                <th
                  scope="row"
                  className="min-w-28 border-b border-line px-3 py-[7px] pl-3.5 text-left font-normal"
                >
                  <span className="inline-flex flex-wrap items-center gap-x-2">
                    <MetricName metric={row.key} title={titleOf(row.key)} />
                    {row.key === primary ? <Badge tone="accent">primary</Badge> : null}
                  </span>
                </th>
                {sides.map((side) => (
                  <Td key={side} numeric>
                    {formatMetric(row.key, row[side])}
                  </Td>
                ))}
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {footer}
    </Card>
  );
}

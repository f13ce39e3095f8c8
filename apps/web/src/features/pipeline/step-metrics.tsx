import { Table, Td, Th, Tr } from "@pipepilot/ui/table";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { metricRows, SIDES } from "./metric-sides";

/** How a candidate did on the rows it learned from, those it was watched on and those it never saw. */
export function StepMetrics({ metrics }: { metrics: unknown }) {
  const rows = metricRows(metrics);
  const sides = SIDES.filter((side) => rows.some(({ values }) => values[side] !== undefined));
  if (rows.length === 0) return null;
  return (
    <Table className="[&_td:first-child]:pl-0 [&_th:first-child]:pl-0">
      <thead>
        <tr>
          <Th>Metric</Th>
          {sides.map((side) => (
            <Th key={side} numeric className="capitalize">
              {side}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ metric, values }) => (
          <Tr key={metric}>
            <Td>{metricTitle(metric)}</Td>
            {sides.map((side) => (
              <Td key={side} numeric className={side === "test" ? "font-medium" : "text-muted"}>
                {formatMetric(metric, values[side])}
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

import type { ServingInstanceRow, ServingStats } from "@pipepilot/domain/serving/schema";
import { CardHeader } from "@pipepilot/ui/card";
import { formatDuration, formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";
import { ServingMark } from "@/features/model/serving-mark";
import { StageBadge } from "@/features/model/stage-badge";
import type { ProductionVersion } from "./choose-production";
import { servingState } from "./serving-state";

interface ProductionTableProps {
  project: string;
  versions: readonly ProductionVersion[];
  stats: ServingStats;
  instances: readonly ServingInstanceRow[];
}

/** What should be served, beside what living processes say they serve. */
export function ProductionTable({ project, versions, stats, instances }: ProductionTableProps) {
  return (
    <>
      <CardHeader title="In Production" />
      <Table>
        <caption className="sr-only">Versions in Production</caption>
        <thead>
          <tr>
            <Th>Model</Th>
            <Th>Version</Th>
            <Th>State</Th>
            <Th numeric>Requests/min</Th>
            <Th numeric>p50</Th>
            <Th numeric>p95</Th>
            <Th numeric>Requests</Th>
            <Th numeric>Errors</Th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ model, number }) => {
            const figures = stats.versions.find((each) => each.model === model && each.number === number);
            const href = `/${project}/models/${encodeURIComponent(model)}`;
            return (
              <Tr key={model}>
                <Td>
                  <Link href={href} className="font-medium hover:underline">
                    {model}
                  </Link>
                </Td>
                <Td>
                  <Link
                    href={`${href}/versions/${number}`}
                    className="inline-flex items-center gap-1.5 hover:underline"
                  >
                    v{number} <StageBadge stage="Production" />
                  </Link>
                </Td>
                <Td>
                  <ServingMark
                    version={{ stage: "Production", serving: servingState(instances, { model, number }) }}
                  />
                </Td>
                <Td numeric>{formatInteger(figures ? Math.round(figures.requestsPerMin) : null)}</Td>
                <Td numeric>{formatDuration(figures?.latencyP50Ms)}</Td>
                <Td numeric>{formatDuration(figures?.latencyP95Ms)}</Td>
                <Td numeric>{formatInteger(figures?.requestCount)}</Td>
                <Td numeric>{formatInteger(figures?.errorCount)}</Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </>
  );
}

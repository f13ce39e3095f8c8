import type { ServingStats } from "@pipepilot/domain/serving/schema";
import { Card, CardBody } from "@pipepilot/ui/card";
import { formatDuration, formatInteger, formatPercent } from "@pipepilot/ui/format";
import { Stat } from "@pipepilot/ui/stat";

/** How all models of the project fare together. */
export function ServingFiguresCard({ stats }: { stats: ServingStats }) {
  const { requestCount, errorCount } = stats;
  return (
    <Card aria-label="Figures">
      <CardBody className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">
        <Stat label="Instances" value={formatInteger(stats.instances)} hint="answering now" />
        <Stat
          label="Requests per minute"
          value={formatInteger(Math.round(stats.requestsPerMin))}
          hint={`${formatInteger(requestCount)} in all`}
        />
        <Stat label="Latency p50" value={formatDuration(stats.latencyP50Ms)} hint="half answer faster" />
        <Stat label="Latency p95" value={formatDuration(stats.latencyP95Ms)} hint="slowest instance" />
        <Stat
          label="Errors"
          value={formatInteger(errorCount)}
          tone={errorCount > 0 ? "warn" : undefined}
          hint={requestCount > 0 ? `${formatPercent(errorCount / requestCount)} of all` : "no request yet"}
        />
      </CardBody>
    </Card>
  );
}

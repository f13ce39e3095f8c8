import type { InstanceLoad, ServingInstanceRow } from "@pipepilot/domain/serving/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { formatBytes, formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { StatusDot } from "@pipepilot/ui/status-dot";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";

interface InstancesTableProps {
  project: string;
  instances: readonly ServingInstanceRow[];
  /** When the instances were asked for, in milliseconds since 1970. */
  asOf: number;
}

/** A process that went silent is worth a look for this long; afterwards it is history. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** The inference processes, by their heartbeats: what each holds, since when, and how it fares. */
export function InstancesTable({ project, instances, asOf }: InstancesTableProps) {
  const shown = instances
    .filter(({ alive, heartbeatAt }) => alive || asOf - heartbeatAt.getTime() < FORGOTTEN_AFTER_MS)
    .toSorted((one, other) => Number(other.alive) - Number(one.alive));
  const answering = shown.filter(({ alive }) => alive).length;
  return (
    <Card>
      <CardHeader title="Instances" aside={<Badge outline>{answering}</Badge>} />
      {shown.length === 0 ? (
        <p className="px-3.5 py-4 text-muted">
          No inference process holds a model of this project. One that runs loads what is in Production by
          itself.
        </p>
      ) : (
        <Table>
          <caption className="sr-only">Inference processes</caption>
          <thead>
            <tr>
              <Th>Instance</Th>
              <Th>State</Th>
              <Th>Serves</Th>
              <Th numeric>Requests/min</Th>
              <Th numeric>Requests</Th>
              <Th numeric>Errors</Th>
              <Th numeric>Memory</Th>
              <Th>Product</Th>
              <Th>Since</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((instance) => {
              const { id, hostname, pid, address, alive, loads } = instance;
              return (
                <Tr key={id} className={alive ? undefined : "text-muted"}>
                  <Td>
                    <span className="flex flex-col" title={`process ${pid}`}>
                      {hostname}
                      <code className="text-sm text-muted">{address}</code>
                    </span>
                  </Td>
                  <Td>
                    <span className="inline-flex items-center gap-1.5">
                      <StatusDot tone={alive ? "good" : "neutral"} />
                      {alive ? (
                        "alive"
                      ) : (
                        <span>
                          gone, last heard <RelativeTime value={instance.heartbeatAt} />
                        </span>
                      )}
                    </span>
                  </Td>
                  <Td>
                    <span className="flex flex-col gap-0.5">
                      {loads.map((load) => (
                        <Load key={load.modelVersionId} project={project} load={load} alive={alive} />
                      ))}
                    </span>
                  </Td>
                  <Td numeric>{alive ? formatInteger(Math.round(sum(loads, "requestsPerMin"))) : "–"}</Td>
                  <Td numeric>{formatInteger(sum(loads, "requestCount"))}</Td>
                  <Td numeric>{formatInteger(sum(loads, "errorCount"))}</Td>
                  <Td numeric>{alive ? formatBytes(instance.memoryBytes) : "–"}</Td>
                  <Td>{instance.version}</Td>
                  <Td>
                    <RelativeTime value={instance.startedAt} />
                  </Td>
                </Tr>
              );
            })}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

const WORDS = { ready: "good", loading: "accent", failed: "bad" } as const;

function Load({ project, load, alive }: { project: string; load: InstanceLoad; alive: boolean }) {
  const { model, number, state, error } = load;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Link
        href={`/${project}/models/${encodeURIComponent(model)}/versions/${number}`}
        className="hover:underline"
      >
        {model} v{number}
      </Link>
      {alive ? (
        <Badge tone={WORDS[state]} title={error ?? undefined}>
          {state}
        </Badge>
      ) : null}
    </span>
  );
}

const sum = (loads: readonly InstanceLoad[], of: "requestsPerMin" | "requestCount" | "errorCount") =>
  loads.reduce((total, load) => total + load[of], 0);

import type { InstanceLoad, ServingInstanceRow } from "@pipepilot/domain/serving/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { formatBytes, formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { StatusDot } from "@pipepilot/ui/status-dot";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";

/** The inference processes, by their heartbeats: what each holds, since when, and how it fares. */
export function InstancesTable({
  project,
  instances,
}: {
  project: string;
  instances: readonly ServingInstanceRow[];
}) {
  return (
    <Card>
      <CardHeader title="Instances" aside={<Badge outline>{instances.length}</Badge>} />
      {instances.length === 0 ? (
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
            {instances.map((instance) => {
              const { id, hostname, pid, address, alive, loads } = instance;
              return (
                <Tr key={id}>
                  <Td>
                    <span className="flex flex-col" title={`process ${pid}`}>
                      {hostname}
                      <code className="text-sm text-muted">{address}</code>
                    </span>
                  </Td>
                  <Td>
                    <span className="inline-flex items-center gap-1.5">
                      <StatusDot tone={alive ? "good" : "bad"} />
                      {alive ? (
                        "alive"
                      ) : (
                        <span>
                          last heard <RelativeTime value={instance.heartbeatAt} />
                        </span>
                      )}
                    </span>
                  </Td>
                  <Td>
                    <span className="flex flex-col gap-0.5">
                      {loads.map((load) => (
                        <Load key={load.modelVersionId} project={project} load={load} />
                      ))}
                    </span>
                  </Td>
                  <Td numeric>{formatInteger(Math.round(sum(loads, "requestsPerMin")))}</Td>
                  <Td numeric>{formatInteger(sum(loads, "requestCount"))}</Td>
                  <Td numeric>{formatInteger(sum(loads, "errorCount"))}</Td>
                  <Td numeric>{formatBytes(instance.memoryBytes)}</Td>
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

function Load({ project, load }: { project: string; load: InstanceLoad }) {
  const { model, number, state, error } = load;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Link
        href={`/${project}/models/${encodeURIComponent(model)}/versions/${number}`}
        className="hover:underline"
      >
        {model} v{number}
      </Link>
      <Badge tone={WORDS[state]} title={error ?? undefined}>
        {state}
      </Badge>
    </span>
  );
}

const sum = (loads: readonly InstanceLoad[], of: "requestsPerMin" | "requestCount" | "errorCount") =>
  loads.reduce((total, load) => total + load[of], 0);

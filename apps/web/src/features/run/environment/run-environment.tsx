"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RunEnvironment } from "@pipepilot/domain/run/environment-schema";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { Field } from "@pipepilot/ui/field";
import { KeyValueList } from "@pipepilot/ui/key-value-list";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { SkeletonLines } from "@pipepilot/ui/skeleton";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";
import { parseRunIds } from "@/features/experiment/runs-view";
import { BreakableName } from "@/features/metric/breakable-name";
import { useAddress } from "@/features/shell/use-address";
import { useTRPC } from "@/trpc/client";
import { environmentDifferences, type EnvironmentDifference } from "./environment-difference";

interface RunEnvironmentProps {
  project: string;
  run: RunDetail;
}

/** What a run ran in, and in what that differs from another run's (`?environment=<run>`). */
export function RunEnvironmentCard({ project, run }: RunEnvironmentProps) {
  const trpc = useTRPC();
  const [query, change] = useAddress();
  const otherId = parseRunIds(query.get("environment")).at(0);
  const own = useQuery(trpc.run.environment.queryOptions({ project, runId: run.id }));
  const packages = Object.entries(own.data?.packages ?? {});
  return (
    <Card>
      <CardHeader
        title="Environment"
        actions={
          <OtherRun {...{ project, run }} value={otherId} onChange={(id) => change({ environment: id })} />
        }
      />
      {own.error ? (
        <CardBody>
          <Alert tone="error">{own.error.message}</Alert>
        </CardBody>
      ) : null}
      {own.isPending ? (
        <CardBody>
          <SkeletonLines />
        </CardBody>
      ) : null}
      {own.data && otherId ? <Differences {...{ project, otherId }} mine={own.data} /> : null}
      {own.data && !otherId ? (
        <CardBody className="flex flex-col gap-2.5">
          {Object.keys(own.data.facts).length + packages.length === 0 ? (
            <p className="text-muted">Nothing is known of it.</p>
          ) : null}
          <Values values={own.data.facts} />
          {packages.length > 0 ? (
            <details>
              <summary className="cursor-pointer text-muted">
                {packages.length} packages of {own.data.packagesFrom?.path}
              </summary>
              <div className="mt-1.5">
                <Values values={own.data.packages} />
              </div>
            </details>
          ) : null}
        </CardBody>
      ) : null}
    </Card>
  );
}

function Values({ values }: { values: Readonly<Record<string, string>> }) {
  return (
    <KeyValueList
      items={Object.entries(values).map(([key, value]) => ({
        key,
        term: (
          <code>
            <BreakableName name={key} />
          </code>
        ),
        value: value || "any version",
      }))}
    />
  );
}

const NEWEST = 50;

/** The experiment's newest runs to choose from. */
function OtherRun({
  project,
  run,
  value,
  onChange,
}: RunEnvironmentProps & { value: string | undefined; onChange: (id: string | null) => void }) {
  const trpc = useTRPC();
  const [choosing, setChoosing] = useState(value !== undefined);
  const runs = useQuery({
    ...trpc.run.list.queryOptions({ project, experiment: run.experiment.name, limit: NEWEST }),
    enabled: choosing,
  });
  if (!choosing)
    return (
      <Button size="sm" onClick={() => setChoosing(true)}>
        Compare
      </Button>
    );
  const others = runs.data?.items.filter(({ id }) => id !== run.id) ?? [];
  const isListed = others.some(({ id }) => id === value);
  return (
    <Field label="Compare with run" hideLabel>
      <NativeSelect
        size="sm"
        className="max-w-56"
        aria-busy={runs.isFetching}
        value={value ?? ""}
        onChange={({ target }) => onChange(target.value || null)}
      >
        <option value="">Compare with a run…</option>
        {value && !isListed ? <option value={value}>{value.slice(0, 8)}</option> : null}
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name} ({id.slice(0, 8)})
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}

function Differences({ project, otherId, mine }: { project: string; otherId: string; mine: RunEnvironment }) {
  const trpc = useTRPC();
  const other = useQuery(trpc.run.environment.queryOptions({ project, runId: otherId }));
  if (other.error)
    return (
      <CardBody>
        <Alert tone="error">{other.error.message}</Alert>
      </CardBody>
    );
  if (!other.data)
    return (
      <CardBody>
        <SkeletonLines />
      </CardBody>
    );
  const { facts, packages } = environmentDifferences(mine, other.data);
  if (facts.length + packages.length === 0)
    return <p className="px-3.5 py-4">Everything that is known of both is the same.</p>;
  return (
    <Table>
      <caption className="sr-only">Differences of the environment</caption>
      <thead>
        <tr>
          <Th>What</Th>
          <Th>This run</Th>
          <Th>The other</Th>
        </tr>
      </thead>
      <tbody>
        <Rows rows={facts} absent="unknown" />
        {/* Where no file names packages, nothing is known of them. */}
        <Rows
          rows={packages}
          absent={mine.packagesFrom && other.data.packagesFrom ? "not there" : "unknown"}
        />
      </tbody>
    </Table>
  );
}

const Rows = ({ rows, absent }: { rows: readonly EnvironmentDifference[]; absent: string }) =>
  rows.map(({ key, mine, other }) => (
    <Tr key={key}>
      <Td>
        <code className="break-all whitespace-normal">{key}</code>
      </Td>
      {[mine, other].map((value, index) => (
        <Td key={index} className="break-all whitespace-normal">
          {value === undefined ? <span className="text-muted">{absent}</span> : value || "any version"}
        </Td>
      ))}
    </Tr>
  ));

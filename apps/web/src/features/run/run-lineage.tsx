"use client";

import type { RunLineage, RunModel, RunRef } from "@pipepilot/domain/run/lineage-schema";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { formatInteger } from "@pipepilot/ui/format";
import { KeyValueList } from "@pipepilot/ui/key-value-list";
import { Link } from "@pipepilot/ui/link";
import { VersionLinks } from "@/features/model/version-links";
import { trackedRunHref } from "@/features/pipeline/pipeline-href";
import { readDataset } from "./dataset-input";
import { Inputs } from "./run-facts";

interface RunLineageProps {
  project: string;
  run: RunDetail;
  lineage: RunLineage;
}

/** What a run came from and what came of it. */
export function RunLineageCard({ project, run, lineage }: RunLineageProps) {
  const { datasets, modelInputs, modelOutputs, parent, children, childCount, readers } = lineage;
  const rows = [
    ...(run.inputs.length > 0
      ? [{ key: "Data", value: <Inputs project={project} inputs={run.inputs} /> }]
      : []),
    ...(datasets.length > 0
      ? [
          {
            key: run.inputs.length > 0 ? "Data of clients" : "Data",
            value: (
              <List>
                {datasets.map((dataset) => (
                  <Dataset key={dataset.name + dataset.digest} dataset={dataset} />
                ))}
              </List>
            ),
          },
        ]
      : []),
    ...(modelInputs.length > 0
      ? [{ key: "Models read", value: <Models project={project} models={modelInputs} from /> }]
      : []),
    ...(modelOutputs.length > 0
      ? [{ key: "Models made", value: <Models project={project} models={modelOutputs} /> }]
      : []),
    ...(readers.length > 0
      ? [{ key: "Its models were read by", value: <Runs project={project} runs={readers} /> }]
      : []),
    ...(run.versions.length > 0
      ? [{ key: "Registered as", value: <VersionLinks project={project} versions={run.versions} named /> }]
      : []),
    ...(parent ? [{ key: "Parent run", value: <Runs project={project} runs={[parent]} /> }] : []),
    ...(childCount > 0
      ? [
          {
            key: "Child runs",
            value: <Runs project={project} runs={children} more={childCount - children.length} />,
          },
        ]
      : []),
  ];
  return (
    <Card>
      <CardHeader title="Lineage" />
      {rows.length === 0 ? (
        <p className="px-3.5 py-4 text-muted">It names no data, no model and no other run.</p>
      ) : (
        <CardBody>
          <KeyValueList items={rows} />
        </CardBody>
      )}
    </Card>
  );
}

const List = ({ children }: { children: React.ReactNode }) => (
  <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto">{children}</ul>
);

function Dataset({ dataset }: { dataset: RunLineage["datasets"][number] }) {
  const { context, source, rows, columns } = readDataset(dataset);
  return (
    <li>
      <span className="font-medium">{dataset.name}</span> <code className="text-muted">{dataset.digest}</code>{" "}
      {context ? <Badge outline>{context}</Badge> : null}
      <div className="text-sm break-all text-muted">
        {rows === null ? "" : `${formatInteger(rows)} rows, `}
        {dataset.sourceType}: {source}
      </div>
      {columns.length > 0 ? (
        <details className="text-sm">
          <summary className="cursor-pointer text-muted">{columns.length} columns</summary>
          <ul className="pl-3">
            {columns.map(({ name, type }) => (
              <li key={name}>
                <code>{name}</code> <span className="text-muted">{type}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
}

/** A logged model's files stand among the artifacts of the run that made it. */
function Models({ project, models, from = false }: { project: string; models: RunModel[]; from?: boolean }) {
  return (
    <List>
      {models.map(({ id, name, step, status, sourceRun }) => (
        <li key={`${id} ${step}`}>
          {sourceRun ? (
            <Link
              href={`${trackedRunHref(project, sourceRun.experiment, sourceRun.id)}?tab=artifacts&of=${id}&file=MLmodel`}
              className="hover:underline"
            >
              {name}
            </Link>
          ) : (
            name
          )}{" "}
          <span className="text-muted">
            {[
              from && sourceRun ? `of ${sourceRun.name}` : null,
              step > 0 ? `step ${formatInteger(step)}` : null,
              status === "READY" ? null : status.toLowerCase(),
            ]
              .filter(Boolean)
              .join(", ")}
          </span>
        </li>
      ))}
    </List>
  );
}

function Runs({ project, runs, more = 0 }: { project: string; runs: RunRef[]; more?: number }) {
  return (
    <List>
      {runs.map(({ id, name, experiment }) => (
        <li key={id}>
          <Link href={trackedRunHref(project, experiment, id)} className="hover:underline">
            {name}
          </Link>
        </li>
      ))}
      {more > 0 ? <li className="text-muted">and {formatInteger(more)} more</li> : null}
    </List>
  );
}

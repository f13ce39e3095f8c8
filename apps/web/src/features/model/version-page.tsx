"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { formatBytes } from "@pipepilot/ui/format";
import { KeyValueList } from "@pipepilot/ui/key-value-list";
import { Link } from "@pipepilot/ui/link";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { ShortId } from "@pipepilot/ui/short-id";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";
import { Comments } from "@/features/comment/comments";
import { MetricTable } from "@/features/run/metric-table";
import { AskModel } from "@/features/serving/ask-model";
import { useTRPC } from "@/trpc/client";
import { addressPart } from "@/features/link/address-part";
import { ServingMark } from "./serving-mark";
import { StageBadge } from "./stage-badge";
import { StageHistory } from "./stage-history";
import { TransitionStage } from "./transition-stage";

/** One immutable version: what it is, where it came from, and a way to ask it. */
export function VersionPage({ project, model, number }: { project: string; model: string; number: number }) {
  const trpc = useTRPC();
  const { data: version } = useSuspenseQuery(trpc.model.getVersion.queryOptions({ project, model, number }));
  const base = `/${project}`;
  const { run, dataset } = version;
  return (
    <>
      <PageHeader
        title={`Version ${number}`}
        badges={
          <>
            <StageBadge stage={version.stage} />
            {version.aliases.map((alias) => (
              <Badge key={alias} tone="violet">
                {alias}
              </Badge>
            ))}
            <ServingMark version={version} />
          </>
        }
        breadcrumbs={[
          { label: "Models", href: `${base}/models` },
          { label: model, href: `${base}/models/${encodeURIComponent(model)}` },
        ]}
        actions={
          <>
            <LinkButton
              href={`/api/projects/${project}/models/${encodeURIComponent(model)}/versions/${number}/archive`}
              download
            >
              <Download aria-hidden="true" /> Download
            </LinkButton>
            <TransitionStage project={project} version={version} />
          </>
        }
      />
      <div className="grid items-start gap-[18px] xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-[18px]">
          <Card>
            <CardHeader title="About" />
            <CardBody>
              <KeyValueList
                items={[
                  { key: "Family", value: version.family.replaceAll("_", " ") },
                  { key: "Task", value: version.task },
                  {
                    key: "Run",
                    value: run ? (
                      <Link
                        className="hover:underline"
                        href={`${base}/experiments/${addressPart(run.experiment)}/runs/${run.id}`}
                      >
                        {run.name}
                      </Link>
                    ) : (
                      "–"
                    ),
                  },
                  {
                    key: "Trained on",
                    value: dataset ? (
                      <Link
                        className="hover:underline"
                        href={`${base}/datasets/${encodeURIComponent(dataset.name)}/versions/${dataset.number}`}
                      >
                        {dataset.name} v{dataset.number}
                      </Link>
                    ) : (
                      "–"
                    ),
                  },
                  {
                    key: "Created",
                    value: (
                      <>
                        <RelativeTime value={version.createdAt} /> by {version.createdBy.name}
                      </>
                    ),
                  },
                  {
                    key: "Bundle",
                    value: (
                      <>
                        <ShortId id={version.bundleHash} kind="hash" /> · {formatBytes(version.sizeBytes)}
                      </>
                    ),
                  },
                ]}
              />
            </CardBody>
          </Card>
          <AskModel project={project} model={model} number={number} pinned />
          <Card>
            <CardHeader title="Files" aside={<Badge>{version.files.length}</Badge>} />
            <Table>
              <tbody>
                {version.files.map(({ path, hash, size }) => (
                  <Tr key={path}>
                    <Td>
                      <code>{path}</code>
                    </Td>
                    <Td numeric>{formatBytes(size)}</Td>
                    <Td>
                      <ShortId id={hash} kind="hash" />
                    </Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-[18px]">
          <MetricTable metrics={version.metrics} />
          <Card>
            <CardHeader title="Signature" aside={<Badge>{version.signature.inputs.length} inputs</Badge>} />
            <Table>
              <thead>
                <Tr>
                  <Th>Input</Th>
                  <Th>Type</Th>
                  <Th>In a request</Th>
                </Tr>
              </thead>
              <tbody>
                {version.signature.inputs.map(({ name, type, required }) => (
                  <Tr key={name}>
                    <Td>
                      <code>{name}</code>
                    </Td>
                    <Td>{type}</Td>
                    <Td>{required ? "needed" : "may be left out"}</Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
            <CardBody className="border-t border-line text-sm text-muted">
              A needed column must be named. A value in it may still be null: it is filled as in training,
              unless the pipeline imputes nothing.
            </CardBody>
          </Card>
          <StageHistory history={version.history} />
        </div>
      </div>
      <div className="mt-[18px]">
        <Comments project={project} about={{ model, number }} />
      </div>
    </>
  );
}

"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ModelVersionSummary } from "@pipepilot/domain/model/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { Link } from "@pipepilot/ui/link";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { AskModel } from "@/features/serving/ask-model";
import { useTRPC } from "@/trpc/client";
import { addressPart } from "@/features/link/address-part";
import { ServingMark } from "./serving-mark";
import { StageBadge } from "./stage-badge";
import { StageHistory } from "./stage-history";
import { TransitionStage } from "./transition-stage";

const METRIC_ORDER = ["rmse", "r2", "mae", "f1", "roc_auc", "accuracy", "log_loss"];

/** One model: its versions, who moved them, and a way to ask the one in Production. */
export function ModelPage({ project, name }: { project: string; name: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data: model } = useSuspenseQuery(trpc.model.get.queryOptions({ project, name }));
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const href = ({ number }: ModelVersionSummary) =>
    `/${project}/models/${encodeURIComponent(name)}/versions/${number}`;
  const metrics = METRIC_ORDER.filter((key) =>
    model.versions.some((version) => key in version.metrics),
  ).slice(0, 3);
  const columns: DataTableColumn<ModelVersionSummary>[] = [
    {
      id: "number",
      header: "Version",
      sortBy: ({ number }) => number,
      cell: (version) => (
        <span className="inline-flex items-center gap-2">
          <Link href={href(version)} className="font-medium hover:underline">
            Version {version.number}
          </Link>
          {version.aliases.map((alias) => (
            <Badge key={alias} tone="violet">
              {alias}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: "stage",
      header: "Stage",
      sortBy: ({ stage }) => stage,
      cell: (version) => (
        <span className="inline-flex items-center gap-2">
          <StageBadge stage={version.stage} />
          <ServingMark version={version} />
        </span>
      ),
    },
    ...metrics.map((key) => ({
      id: key,
      header: metricTitle(key),
      numeric: true,
      sortBy: (version: ModelVersionSummary) => version.metrics[key],
      cell: (version: ModelVersionSummary) => formatMetric(key, version.metrics[key]),
    })),
    {
      id: "run",
      header: "Run",
      cell: ({ run }) =>
        run ? (
          <Link
            href={`/${project}/experiments/${addressPart(run.experiment)}/runs/${run.id}`}
            className="hover:underline"
          >
            {run.name}
          </Link>
        ) : (
          "–"
        ),
    },
    {
      id: "created",
      header: "Created",
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    ...(me.permissions.includes("model:transition")
      ? [
          {
            id: "actions",
            header: <span className="sr-only">Actions</span>,
            className: "text-right",
            cell: (version: ModelVersionSummary) => (
              <TransitionStage project={project} version={version} size="sm" />
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader
        title={model.name}
        sub={
          model.production
            ? `Version ${model.production.number} is in Production`
            : "Nothing is in Production"
        }
        breadcrumbs={[{ label: "Models", href: `/${project}/models` }]}
      />
      <Card className="mb-[18px]">
        <CardHeader title="Versions" aside={<Badge>{model.versionCount}</Badge>} />
        <DataTable
          caption={`Versions of ${model.name}`}
          columns={columns}
          rows={model.versions}
          rowId={({ id }) => id}
          defaultSort={{ id: "number", descending: true }}
          onOpen={(version) => router.push(href(version))}
          empty={<p className="px-3.5 py-4 text-muted">A pipeline run registers the first version.</p>}
        />
      </Card>
      <div className="grid items-start gap-[18px] xl:grid-cols-2">
        {model.production ? (
          <AskModel project={project} model={model.name} number={model.production.number} />
        ) : null}
        <StageHistory history={model.history} />
      </div>
    </>
  );
}

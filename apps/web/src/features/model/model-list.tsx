"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Package } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ModelSummary } from "@pipepilot/domain/model/schema";
import { Card } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { Link } from "@pipepilot/ui/link";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { useTRPC } from "@/trpc/client";
import { StageBadge } from "./stage-badge";

/** Registered models of the project. */
export function ModelList({ project }: { project: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data } = useSuspenseQuery(trpc.model.list.queryOptions({ project }));
  const href = ({ name }: ModelSummary) => `/${project}/models/${encodeURIComponent(name)}`;
  const columns: DataTableColumn<ModelSummary>[] = [
    {
      id: "name",
      header: "Model",
      sortBy: ({ name }) => name,
      cell: (model) => (
        <Link href={href(model)} className="font-medium hover:underline">
          {model.name}
        </Link>
      ),
    },
    {
      id: "latest",
      header: "Latest version",
      sortBy: ({ latest }) => latest?.number,
      cell: ({ latest }) =>
        latest ? (
          <span className="inline-flex items-center gap-1.5">
            v{latest.number} <StageBadge stage={latest.stage} />
          </span>
        ) : (
          "none yet"
        ),
    },
    {
      id: "production",
      header: "In Production",
      cell: ({ production }) => (production ? `v${production.number}` : "–"),
    },
    {
      id: "versions",
      header: "Versions",
      numeric: true,
      sortBy: ({ versionCount }) => versionCount,
      cell: ({ versionCount }) => versionCount,
    },
    {
      id: "updated",
      header: "Last version",
      sortBy: ({ latest }) => latest?.createdAt,
      cell: ({ latest }) => (latest ? <RelativeTime value={latest.createdAt} /> : "–"),
    },
  ];
  return (
    <>
      <PageHeader title="Models" sub="Registered Models" />
      <Card>
        <DataTable
          caption="Registered models"
          columns={columns}
          rows={data.items}
          rowId={({ id }) => id}
          onOpen={(model) => router.push(href(model))}
          empty={
            <EmptyState
              icon={<Package />}
              title="No registered model yet"
              action={<LinkButton href={`/${project}/pipelines`}>Go to pipelines</LinkButton>}
            >
              A pipeline run registers what it trains as a version of a model.
            </EmptyState>
          }
        />
      </Card>
    </>
  );
}

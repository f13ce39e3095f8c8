"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Database } from "lucide-react";
import { useRouter } from "next/navigation";
import type { DatasetSummary } from "@pipepilot/domain/dataset/schema";
import { Card } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { useTRPC } from "@/trpc/client";
import { provenanceText } from "./provenance-text";
import { UploadPanel } from "./upload-panel";
import { VerdictBadge } from "./verdict-badge";

/** The project's datasets; with `uploading` the place to drop a new one is open. */
export function DatasetList({ project, uploading }: { project: string; uploading: boolean }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data } = useSuspenseQuery(trpc.dataset.list.queryOptions({ project }));
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const mayUpload = me.permissions.includes("dataset:write");
  const href = ({ name }: DatasetSummary) => `/${project}/datasets/${encodeURIComponent(name)}`;
  const columns: DataTableColumn<DatasetSummary>[] = [
    {
      id: "name",
      header: "Dataset",
      sortBy: ({ name }) => name,
      cell: (dataset) => (
        <Link href={href(dataset)} className="font-medium hover:underline">
          {dataset.name}
        </Link>
      ),
    },
    { id: "version", header: "Latest", cell: ({ latest }) => (latest ? `v${latest.number}` : "–") },
    {
      id: "check",
      header: "Check",
      cell: ({ latest }) => (latest ? <VerdictBadge verdict={latest.verdict} /> : "–"),
    },
    {
      id: "rows",
      header: "Rows",
      numeric: true,
      sortBy: ({ latest }) => latest?.rowCount,
      cell: ({ latest }) => formatInteger(latest?.rowCount),
    },
    {
      id: "columns",
      header: "Columns",
      numeric: true,
      cell: ({ latest }) => formatInteger(latest?.columnCount),
    },
    {
      id: "source",
      header: "Source",
      cell: ({ latest }) =>
        latest ? <span className="text-muted">{provenanceText(latest.provenance)}</span> : "–",
    },
    {
      id: "updated",
      header: "Updated",
      sortBy: ({ latest }) => latest?.createdAt,
      cell: ({ latest }) => (latest ? <RelativeTime value={latest.createdAt} /> : "–"),
    },
  ];
  return (
    <>
      <PageHeader
        title="Data"
        sub={data.items.length > 0 ? "Every upload is an immutable version" : undefined}
        actions={
          mayUpload && !uploading ? (
            <LinkButton href={`/${project}/datasets?upload`} variant="primary">
              Upload data
            </LinkButton>
          ) : null
        }
      />
      {mayUpload && uploading ? <UploadPanel project={project} /> : null}
      {uploading && data.items.length === 0 ? null : (
        <Card>
          <DataTable
            caption="Datasets"
            columns={columns}
            rows={data.items}
            rowId={({ id }) => id}
            onOpen={(dataset) => router.push(href(dataset))}
            empty={
              <EmptyState
                icon={<Database />}
                title="No data yet"
                action={
                  mayUpload ? (
                    <LinkButton href={`/${project}/datasets?upload`}>Upload a CSV</LinkButton>
                  ) : null
                }
              >
                The loop starts with a table: a CSV whose first line names the columns.
              </EmptyState>
            }
          />
        </Card>
      )}
    </>
  );
}

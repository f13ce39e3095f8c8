"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { DatasetVersionSummary } from "@pipepilot/domain/dataset/schema";
import { Button } from "@pipepilot/ui/button";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { formatBytes, formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { ShortId } from "@pipepilot/ui/short-id";
import { useTRPC } from "@/trpc/client";
import { provenanceText } from "./provenance-text";
import { UploadPanel } from "./upload-panel";
import { VerdictBadge } from "./verdict-badge";

/** One dataset and its versions. */
export function DatasetPage({ project, name }: { project: string; name: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data: dataset } = useSuspenseQuery(trpc.dataset.get.queryOptions({ project, name }));
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const [uploading, setUploading] = useState(false);
  const href = ({ number }: DatasetVersionSummary) =>
    `/${project}/datasets/${encodeURIComponent(name)}/versions/${number}`;
  const columns: DataTableColumn<DatasetVersionSummary>[] = [
    {
      id: "number",
      header: "Version",
      sortBy: ({ number }) => number,
      cell: (version) => (
        <Link href={href(version)} className="font-medium hover:underline">
          v{version.number}
        </Link>
      ),
    },
    { id: "check", header: "Check", cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> },
    { id: "rows", header: "Rows", numeric: true, cell: ({ rowCount }) => formatInteger(rowCount) },
    { id: "size", header: "Size", numeric: true, cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
    { id: "hash", header: "Hash", cell: ({ contentHash }) => <ShortId id={contentHash} kind="hash" /> },
    {
      id: "source",
      header: "Source",
      cell: ({ fileName, provenance }) => (
        <span className="text-muted">
          {provenance.kind === "upload" ? fileName : provenanceText(provenance)}
        </span>
      ),
    },
    { id: "by", header: "By", cell: ({ createdBy }) => createdBy.name },
    {
      id: "created",
      header: "Created",
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
  ];
  return (
    <>
      <PageHeader
        title={dataset.name}
        sub={`${dataset.versionCount} version${dataset.versionCount === 1 ? "" : "s"}`}
        breadcrumbs={[{ label: "Data", href: `/${project}/datasets` }]}
        actions={
          me.permissions.includes("dataset:write") && !uploading ? (
            <Button variant="primary" onClick={() => setUploading(true)}>
              Upload new version
            </Button>
          ) : null
        }
      />
      {uploading ? <UploadPanel project={project} dataset={dataset.name} /> : null}
      <Card>
        <CardHeader title="Versions" />
        <DataTable
          caption={`Versions of ${dataset.name}`}
          columns={columns}
          rows={dataset.versions}
          rowId={({ id }) => id}
          onOpen={(version) => router.push(href(version))}
          defaultSort={{ id: "number", descending: true }}
        />
      </Card>
    </>
  );
}

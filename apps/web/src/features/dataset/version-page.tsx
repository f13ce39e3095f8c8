"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Alert } from "@pipepilot/ui/alert";
import { formatBytes, formatInteger } from "@pipepilot/ui/format";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { ShortId } from "@pipepilot/ui/short-id";
import { useTRPC } from "@/trpc/client";
import { CheckReportCard } from "./check-report";
import { ColumnProfiles } from "./column-profiles";
import { PreviewTable } from "./preview-table";
import { VerdictBadge } from "./verdict-badge";

/** One immutable version: what is in it, how it was read, what its check says. */
export function DatasetVersionPage({
  project,
  dataset,
  number,
}: {
  project: string;
  dataset: string;
  number: number;
}) {
  const trpc = useTRPC();
  const { data: version } = useSuspenseQuery(
    trpc.dataset.getVersion.queryOptions({ project, dataset, number }),
  );
  const { data: preview } = useSuspenseQuery(
    trpc.dataset.preview.queryOptions({ project, dataset, number, limit: 50 }),
  );
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  return (
    <>
      <PageHeader
        title={`${dataset} v${number}`}
        badges={<VerdictBadge verdict={version.verdict} />}
        sub={
          <>
            {formatInteger(version.rowCount)} rows · {version.columnCount} columns ·{" "}
            {formatBytes(version.sizeBytes)}
          </>
        }
        breadcrumbs={[
          { label: "Data", href: `/${project}/datasets` },
          { label: dataset, href: `/${project}/datasets/${encodeURIComponent(dataset)}` },
        ]}
        actions={
          version.verdict === "blocked" || !me.permissions.includes("pipeline:write") ? null : (
            <LinkButton
              variant="primary"
              href={`/${project}/pipelines/new?dataset=${encodeURIComponent(dataset)}`}
            >
              Create pipeline
            </LinkButton>
          )
        }
      />
      {version.provenance.kind === "synthetic" ? (
        <Alert tone="info" title="Synthetic data" className="mb-[18px]">
          These rows were generated ({version.provenance.generator}, seed {version.provenance.seed}). They are
          a stand-in: nothing here was measured.
        </Alert>
      ) : null}
      <p className="mb-[18px] flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
        <span>
          {version.fileName}, <RelativeTime value={version.createdAt} /> by {version.createdBy.name}
        </span>
        <span>
          SHA-256 <ShortId id={version.contentHash} kind="hash" length={12} />
        </span>
      </p>
      <div className="flex flex-col gap-[18px]">
        <CheckReportCard version={version} />
        <PreviewTable preview={preview} rowCount={version.rowCount} />
        <ColumnProfiles version={version} />
      </div>
    </>
  );
}

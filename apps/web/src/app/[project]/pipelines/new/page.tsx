import { Database, Workflow } from "lucide-react";
import type { Metadata } from "next";
import { Card } from "@pipepilot/ui/card";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { NewPipeline } from "@/features/pipeline/new-pipeline";
import { familyForms } from "@/features/pipeline/param-fields";
import { pipelinesHref } from "@/features/pipeline/pipeline-href";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "New pipeline" };

interface Params {
  params: Promise<{ project: string }>;
  searchParams: Promise<{ dataset?: string | string[] }>;
}

export default async function Page({ params, searchParams }: Params) {
  const { project } = await params;
  const { dataset: asked } = await searchParams;
  const { permissions, role } = await load(trpc.project.me.queryOptions({ project }));
  if (!permissions.includes("pipeline:write")) return <Refused project={project} role={role} />;
  const { items } = await load(trpc.dataset.list.queryOptions({ project }));
  const newest = items.toSorted(
    (a, b) => Number(b.latest?.createdAt ?? 0) - Number(a.latest?.createdAt ?? 0),
  );
  const dataset = typeof asked === "string" ? asked : newest[0]?.name;
  if (dataset === undefined) return <NoData project={project} />;
  const { versions } = await load(trpc.dataset.get.queryOptions({ project, name: dataset }));
  const passed = versions.find(({ verdict }) => verdict !== "blocked");
  if (!passed) return <NoData project={project} dataset={dataset} />;
  const { number } = passed;
  await Promise.all([
    load(trpc.dataset.getVersion.queryOptions({ project, dataset, number })),
    load(trpc.pipeline.list.queryOptions({ project })),
  ]);
  return (
    <Hydrate>
      <NewPipeline key={dataset} families={familyForms()} {...{ project, dataset, number }} />
    </Hydrate>
  );
}

function NoData({ project, dataset }: { project: string; dataset?: string }) {
  const upload = dataset
    ? `/${project}/datasets/${encodeURIComponent(dataset)}`
    : `/${project}/datasets?upload`;
  return (
    <>
      <PageHeader title="New pipeline" breadcrumbs={[{ label: "Pipelines", href: pipelinesHref(project) }]} />
      <Card>
        <EmptyState
          icon={<Database />}
          title={dataset ? `No version of ${dataset} passed its check` : "A pipeline needs data"}
          action={
            <LinkButton variant="primary" href={upload}>
              Upload data
            </LinkButton>
          }
        >
          {dataset
            ? "Look at what its check found, and upload a version that fits."
            : "Upload a CSV first; its columns are what there is to choose from here."}
        </EmptyState>
      </Card>
    </>
  );
}

function Refused({ project, role }: { project: string; role: string | null }) {
  return (
    <>
      <PageHeader title="New pipeline" breadcrumbs={[{ label: "Pipelines", href: pipelinesHref(project) }]} />
      <Card>
        <EmptyState
          icon={<Workflow />}
          title="Pipelines are the contributors' matter"
          action={<LinkButton href={pipelinesHref(project)}>Look at the pipelines</LinkButton>}
        >
          Your role in this project ({role ?? "none"}) does not create them. A contributor can make one for
          you.
        </EmptyState>
      </Card>
    </>
  );
}

import type { Metadata } from "next";
import { PipelineList } from "@/features/pipeline/pipeline-list";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Pipelines" };

export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  await Promise.all([
    load(trpc.pipeline.list.queryOptions({ project })),
    load(trpc.project.overview.queryOptions({ project })),
    load(trpc.project.me.queryOptions({ project })),
  ]);
  return (
    <Hydrate>
      <PipelineList project={project} />
    </Hydrate>
  );
}

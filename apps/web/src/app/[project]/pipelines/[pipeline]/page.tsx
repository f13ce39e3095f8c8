import type { Metadata } from "next";
import { PipelinePage } from "@/features/pipeline/pipeline-page";
import { RUNS_PER_PAGE } from "@/features/pipeline/runs-per-page";
import { nameIn } from "@/server/name-in";
import { Hydrate, load, loadPages, trpc } from "@/trpc/server";

type Params = { params: Promise<{ project: string; pipeline: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: nameIn((await params).pipeline) };
}

export default async function Page({ params }: Params) {
  const { project, pipeline } = await params;
  const name = nameIn(pipeline);
  await Promise.all([
    load(trpc.pipeline.get.queryOptions({ project, pipeline: name })),
    load(trpc.project.me.queryOptions({ project })),
    loadPages(
      trpc.pipeline.listRuns.infiniteQueryOptions(
        { project, pipeline: name, limit: RUNS_PER_PAGE },
        { getNextPageParam: ({ nextCursor }) => nextCursor },
      ),
    ),
  ]);
  return (
    <Hydrate>
      <PipelinePage project={project} name={name} />
    </Hydrate>
  );
}

import type { Metadata } from "next";
import { ChooseRuns } from "@/features/compare/choose-runs";
import { ComparePage } from "@/features/compare/compare-page";
import { parseCompareView } from "@/features/compare/compare-view";
import { experimentNameIn } from "@/server/experiment-name";
import { queryOf, type SearchParams } from "@/server/query-of";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Compare runs" };

interface Props {
  params: Promise<{ project: string; experiment: string }>;
  searchParams: SearchParams;
}

export default async function Page({ params, searchParams }: Props) {
  const { project, experiment } = await params;
  const name = await experimentNameIn(project, experiment);
  const { runs } = parseCompareView(await queryOf(searchParams));
  if (runs.length < 2) return <ChooseRuns project={project} experiment={name} />;
  await load(trpc.run.compare.queryOptions({ project, runIds: runs }));
  return (
    <Hydrate>
      <ComparePage key={runs.join()} project={project} experiment={name} runIds={runs} />
    </Hydrate>
  );
}

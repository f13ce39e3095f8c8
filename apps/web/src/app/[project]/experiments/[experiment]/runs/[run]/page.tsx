import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { forward } from "@/features/experiment/pages";
import { IMPORTANCE_FILE } from "@/features/run/importance";
import { chartsInput, tableInput } from "@/features/run/metrics-input";
import { RunPage } from "@/features/run/run-page";
import { parseRunTab } from "@/features/run/run-tab";
import { experimentNameIn } from "@/server/experiment-name";
import { queryOf, type SearchParams } from "@/server/query-of";
import { getQueryClient, Hydrate, load, loadPages, trpc } from "@/trpc/server";

type Params = {
  params: Promise<{ project: string; experiment: string; run: string }>;
  searchParams: SearchParams;
};

const RUN_ID = /^[0-9a-f]{32}$/;

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { project, run } = await params;
  if (!RUN_ID.test(run)) notFound();
  return { title: (await load(trpc.run.get.queryOptions({ project, runId: run }))).name };
}

export default async function Page({ params, searchParams }: Params) {
  const { project, experiment, run: runId } = await params;
  if (!RUN_ID.test(runId)) notFound();
  const name = await experimentNameIn(project, experiment);
  const queries = getQueryClient();
  const [run] = await Promise.all([
    load(trpc.run.get.queryOptions({ project, runId })),
    load(trpc.run.lineage.queryOptions({ project, runId })),
    load(trpc.experiment.get.queryOptions({ project, name })),
  ]);
  if (run.experiment.name !== name) notFound();
  const query = await queryOf(searchParams);
  const metrics =
    parseRunTab(query.get("tab")) === "charts" ? chartsInput(run, query) : tableInput(run, query);
  await Promise.all([
    loadPages(trpc.comment.list.infiniteQueryOptions({ project, about: { runId } }, forward)),
    queries.prefetchQuery(trpc.run.environment.queryOptions({ project, runId })),
    queries.prefetchQuery(trpc.run.reproductions.queryOptions({ project, runId })),
    queries.prefetchQuery(trpc.run.listMetrics.queryOptions({ project, ...metrics })),
    ...(run.reports.includes(IMPORTANCE_FILE)
      ? [queries.prefetchQuery(trpc.run.readArtifact.queryOptions({ project, runId, path: IMPORTANCE_FILE }))]
      : []),
  ]);
  return (
    <Hydrate>
      <RunPage project={project} experiment={name} runId={runId} />
    </Hydrate>
  );
}

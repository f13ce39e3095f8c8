import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { IMPORTANCE_FILE } from "@/features/run/importance";
import { RunPage } from "@/features/run/run-page";
import { nameIn } from "@/server/name-in";
import { getQueryClient, Hydrate, load, trpc } from "@/trpc/server";

type Params = { params: Promise<{ project: string; experiment: string; run: string }> };

const RUN_ID = /^[0-9a-f]{32}$/;

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { project, run } = await params;
  if (!RUN_ID.test(run)) notFound();
  return { title: (await load(trpc.run.get.queryOptions({ project, runId: run }))).name };
}

export default async function Page({ params }: Params) {
  const { project, experiment, run: runId } = await params;
  if (!RUN_ID.test(runId)) notFound();
  const name = nameIn(experiment);
  const queries = getQueryClient();
  const [run] = await Promise.all([
    load(trpc.run.get.queryOptions({ project, runId })),
    load(trpc.experiment.get.queryOptions({ project, name })),
    queries.prefetchQuery(trpc.run.metricHistory.queryOptions({ project, runIds: [runId] })),
  ]);
  if (run.experiment.name !== name) notFound();
  if (run.artifacts.some(({ path }) => path === IMPORTANCE_FILE))
    await queries.prefetchQuery(
      trpc.run.readArtifact.queryOptions({ project, runId, path: IMPORTANCE_FILE }),
    );
  return (
    <Hydrate>
      <RunPage project={project} experiment={name} runId={runId} />
    </Hydrate>
  );
}

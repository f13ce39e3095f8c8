import type { Metadata } from "next";
import { ExperimentPage } from "@/features/experiment/experiment-page";
import { forward } from "@/features/experiment/pages";
import { runsInput } from "@/features/experiment/runs-input";
import { parseRunsView } from "@/features/experiment/runs-view";
import { nameIn } from "@/server/name-in";
import { queryOf, type SearchParams } from "@/server/query-of";
import { Hydrate, load, loadPages, trpc } from "@/trpc/server";

interface Props {
  params: Promise<{ project: string; experiment: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: nameIn((await params).experiment) };
}

export default async function Page({ params, searchParams }: Props) {
  const { project, experiment } = await params;
  const name = nameIn(experiment);
  const view = parseRunsView(await queryOf(searchParams));
  await Promise.all([
    load(trpc.experiment.get.queryOptions({ project, name })),
    loadPages(trpc.run.list.infiniteQueryOptions(runsInput(project, name, view), forward)),
  ]);
  return (
    <Hydrate>
      <ExperimentPage project={project} name={name} />
    </Hydrate>
  );
}

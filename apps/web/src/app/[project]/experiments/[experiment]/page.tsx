import type { Metadata } from "next";
import { ExperimentPage } from "@/features/experiment/experiment-page";
import { keysOf, shownColumns } from "@/features/experiment/run-columns";
import { runsInput } from "@/features/experiment/runs-input";
import { filterProblem, parseRunsAddress, type RunsAddress } from "@/features/experiment/runs-view";
import { experimentNameIn } from "@/server/experiment-name";
import { queryOf, type SearchParams } from "@/server/query-of";
import { Hydrate, load, trpc } from "@/trpc/server";

interface Props {
  params: Promise<{ project: string; experiment: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { project, experiment } = await params;
  return { title: await experimentNameIn(project, experiment) };
}

export default async function Page({ params, searchParams }: Props) {
  const { project, experiment } = await params;
  const name = await experimentNameIn(project, experiment);
  const address = parseRunsAddress(await queryOf(searchParams));
  await Promise.all([
    loadRuns(project, name, address),
    load(trpc.savedView.list.queryOptions({ project, experiment: name })),
  ]);
  return (
    <Hydrate>
      {/* Runs and trash are two tables: what is selected in the one is not in the other. */}
      <ExperimentPage key={String(address.trash)} project={project} name={name} />
    </Hydrate>
  );
}

/** The columns, and then the first runs with their values. */
async function loadRuns(project: string, name: string, address: RunsAddress): Promise<void> {
  const { view, trash } = address;
  const [experiment, description] = await Promise.all([
    load(trpc.experiment.get.queryOptions({ project, name })),
    load(trpc.run.describe.queryOptions({ project, experiment: name, trash, children: view.trials })),
  ]);
  // A filter that cannot be read is said on the page, where it can be mended.
  if (filterProblem(view.filter) !== null || view.group !== null) return;
  const keys = keysOf(shownColumns(view, description, experiment.primaryMetric));
  await load(trpc.run.list.queryOptions(runsInput(project, name, address, keys)));
}

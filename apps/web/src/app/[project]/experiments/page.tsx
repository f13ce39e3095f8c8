import type { Metadata } from "next";
import { ExperimentList } from "@/features/experiment/experiment-list";
import { experimentsInput, parseExperimentsAddress } from "@/features/experiment/experiments-address";
import { forward } from "@/features/experiment/pages";
import { queryOf, type SearchParams } from "@/server/query-of";
import { Hydrate, loadPages, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Experiments" };

interface Props {
  params: Promise<{ project: string }>;
  searchParams: SearchParams;
}

export default async function Page({ params, searchParams }: Props) {
  const { project } = await params;
  const address = parseExperimentsAddress(await queryOf(searchParams));
  await loadPages(trpc.experiment.list.infiniteQueryOptions(experimentsInput(project, address), forward));
  return (
    <Hydrate>
      <ExperimentList project={project} />
    </Hydrate>
  );
}

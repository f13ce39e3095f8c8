import type { Metadata } from "next";
import { ExperimentList } from "@/features/experiment/experiment-list";
import { forward } from "@/features/experiment/pages";
import { Hydrate, loadPages, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Experiments" };

export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  await loadPages(trpc.experiment.list.infiniteQueryOptions({ project }, forward));
  return (
    <Hydrate>
      <ExperimentList project={project} />
    </Hydrate>
  );
}

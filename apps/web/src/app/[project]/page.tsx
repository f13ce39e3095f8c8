import type { Metadata } from "next";
import { forward } from "@/features/experiment/pages";
import { leaderboardQuery, parseLeaderboardAddress } from "@/features/overview/leaderboard-address";
import { OverviewPage } from "@/features/overview/overview";
import { originOf } from "@/server/origin-of";
import { queryOf, type SearchParams } from "@/server/query-of";
import { begin, beginPages, Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Overview" };

interface Props {
  params: Promise<{ project: string }>;
  searchParams: SearchParams;
}

export default async function Page({ params, searchParams }: Props) {
  const { project } = await params;
  const leaderboard = leaderboardQuery(project, parseLeaderboardAddress(await queryOf(searchParams)));
  beginPages(trpc.experiment.leaderboard.infiniteQueryOptions(leaderboard, forward));
  begin(trpc.alert.list.queryOptions({ project }));
  begin(trpc.project.production.queryOptions({ project }));
  const [{ models }] = await Promise.all([
    load(trpc.project.overview.queryOptions({ project })),
    // It stands at the top: coming later it would push everything down.
    load(trpc.project.checklist.queryOptions({ project })),
  ]);
  if (models) {
    const { model, number } = models;
    await Promise.all([
      load(trpc.serving.address.queryOptions()),
      load(trpc.model.list.queryOptions({ project })),
      load(trpc.model.inputExample.queryOptions({ project, model, number })),
    ]);
  }
  return (
    <Hydrate>
      <OverviewPage project={project} origin={await originOf()} />
    </Hydrate>
  );
}

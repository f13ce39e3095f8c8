import type { Metadata } from "next";
import { activityInput, parseActivityAddress } from "@/features/event/activity-address";
import { ActivityPage } from "@/features/event/activity-page";
import { forward } from "@/features/experiment/pages";
import { queryOf, type SearchParams } from "@/server/query-of";
import { Hydrate, load, loadPages, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Activity" };

interface PageProps {
  params: Promise<{ project: string }>;
  searchParams: SearchParams;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { project } = await params;
  const address = parseActivityAddress(await queryOf(searchParams));
  await Promise.all([
    loadPages(trpc.event.list.infiniteQueryOptions(activityInput(project, address), forward)),
    load(trpc.member.list.queryOptions({ project })),
  ]);
  return (
    <Hydrate>
      <ActivityPage project={project} />
    </Hydrate>
  );
}

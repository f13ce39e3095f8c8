import type { Metadata } from "next";
import { OverviewPage } from "@/features/overview/overview";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Overview" };

export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  await load(trpc.project.overview.queryOptions({ project }));
  return (
    <Hydrate>
      <OverviewPage project={project} />
    </Hydrate>
  );
}

import type { Metadata } from "next";
import { OverviewPage } from "@/features/overview/overview";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Overview" };

export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const { models } = await load(trpc.project.overview.queryOptions({ project }));
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
      <OverviewPage project={project} />
    </Hydrate>
  );
}

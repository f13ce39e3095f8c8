import type { Metadata } from "next";
import { chooseProduction } from "@/features/serving/choose-production";
import { ServingPage } from "@/features/serving/serving-page";
import { queryOf, type SearchParams } from "@/server/query-of";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Serving" };

interface Props {
  params: Promise<{ project: string }>;
  searchParams: SearchParams;
}

export default async function Page({ params, searchParams }: Props) {
  const { project } = await params;
  const query = await queryOf(searchParams);
  const [models] = await Promise.all([
    load(trpc.model.list.queryOptions({ project })),
    load(trpc.serving.stats.queryOptions({ project })),
    load(trpc.serving.instances.queryOptions({ project })),
    load(trpc.serving.address.queryOptions()),
    load(trpc.project.me.queryOptions({ project })),
  ]);
  const { chosen } = chooseProduction(models.items, query.get("model"));
  if (chosen)
    await Promise.all([
      load(trpc.model.getVersion.queryOptions({ project, ...chosen })),
      load(trpc.model.inputExample.queryOptions({ project, ...chosen })),
    ]);
  return (
    <Hydrate>
      <ServingPage project={project} />
    </Hydrate>
  );
}

import type { Metadata } from "next";
import { DatasetPage } from "@/features/dataset/dataset-page";
import { nameIn } from "@/server/name-in";
import { Hydrate, load, trpc } from "@/trpc/server";

type Params = { params: Promise<{ project: string; dataset: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: nameIn((await params).dataset) };
}

export default async function Page({ params }: Params) {
  const { project, dataset } = await params;
  const name = nameIn(dataset);
  await Promise.all([
    load(trpc.dataset.get.queryOptions({ project, name })),
    load(trpc.project.me.queryOptions({ project })),
  ]);
  return (
    <Hydrate>
      <DatasetPage project={project} name={name} />
    </Hydrate>
  );
}

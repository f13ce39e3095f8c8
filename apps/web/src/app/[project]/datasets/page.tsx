import type { Metadata } from "next";
import { DatasetList } from "@/features/dataset/dataset-list";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Data" };

interface Props {
  params: Promise<{ project: string }>;
  searchParams: Promise<{ upload?: string }>;
}

export default async function Page({ params, searchParams }: Props) {
  const { project } = await params;
  const { upload } = await searchParams;
  await Promise.all([
    load(trpc.dataset.list.queryOptions({ project })),
    load(trpc.project.me.queryOptions({ project })),
  ]);
  return (
    <Hydrate>
      <DatasetList project={project} uploading={upload !== undefined} />
    </Hydrate>
  );
}

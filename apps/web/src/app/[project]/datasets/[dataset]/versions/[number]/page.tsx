import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DatasetVersionPage } from "@/features/dataset/version-page";
import { nameIn } from "@/server/name-in";
import { Hydrate, load, trpc } from "@/trpc/server";

type Params = { params: Promise<{ project: string; dataset: string; number: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { dataset, number } = await params;
  return { title: `${nameIn(dataset)} v${number}` };
}

export default async function Page({ params }: Params) {
  const { project, dataset, number } = await params;
  if (!/^[1-9]\d{0,8}$/.test(number)) notFound();
  const version = { project, dataset: nameIn(dataset), number: Number(number) };
  await Promise.all([
    load(trpc.dataset.getVersion.queryOptions(version)),
    load(trpc.dataset.preview.queryOptions({ ...version, limit: 50 })),
  ]);
  return (
    <Hydrate>
      <DatasetVersionPage {...version} />
    </Hydrate>
  );
}

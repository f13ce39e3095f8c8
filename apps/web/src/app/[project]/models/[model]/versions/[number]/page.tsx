import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { forward } from "@/features/experiment/pages";
import { VersionPage } from "@/features/model/version-page";
import { nameIn } from "@/server/name-in";
import { Hydrate, load, loadPages, trpc } from "@/trpc/server";

type Params = { params: Promise<{ project: string; model: string; number: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { model, number } = await params;
  return { title: `${nameIn(model)} v${number}` };
}

export default async function Page({ params }: Params) {
  const { project, model, number } = await params;
  if (!/^[1-9]\d{0,8}$/.test(number)) notFound();
  const version = { project, model: nameIn(model), number: Number(number) };
  await Promise.all([
    load(trpc.model.getVersion.queryOptions(version)),
    load(trpc.model.inputExample.queryOptions(version)),
    loadPages(
      trpc.comment.list.infiniteQueryOptions(
        { project, about: { model: version.model, number: version.number } },
        forward,
      ),
    ),
    load(trpc.project.me.queryOptions({ project })),
  ]);
  return (
    <Hydrate>
      <VersionPage {...version} />
    </Hydrate>
  );
}

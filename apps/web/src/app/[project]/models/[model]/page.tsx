import type { Metadata } from "next";
import { ModelPage } from "@/features/model/model-page";
import { nameIn } from "@/server/name-in";
import { Hydrate, load, trpc } from "@/trpc/server";

type Params = { params: Promise<{ project: string; model: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: nameIn((await params).model) };
}

export default async function Page({ params }: Params) {
  const { project, model } = await params;
  const name = nameIn(model);
  const [{ production }] = await Promise.all([
    load(trpc.model.get.queryOptions({ project, name })),
    load(trpc.project.me.queryOptions({ project })),
  ]);
  if (production) {
    const live = { project, model: name, number: production.number };
    await Promise.all([
      load(trpc.model.getVersion.queryOptions(live)),
      load(trpc.model.inputExample.queryOptions(live)),
    ]);
  }
  return (
    <Hydrate>
      <ModelPage project={project} name={name} />
    </Hydrate>
  );
}

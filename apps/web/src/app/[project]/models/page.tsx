import type { Metadata } from "next";
import { ModelList } from "@/features/model/model-list";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Models" };

export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  await load(trpc.model.list.queryOptions({ project }));
  return (
    <Hydrate>
      <ModelList project={project} />
    </Hydrate>
  );
}

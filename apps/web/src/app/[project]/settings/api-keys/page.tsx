import type { Metadata } from "next";
import { ApiKeyList } from "@/features/api-key/api-key-list";
import { KeysRefused } from "@/features/api-key/keys-refused";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "API keys" };

export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const { permissions, role } = await load(trpc.project.me.queryOptions({ project }));
  if (!permissions.includes("api-key:read")) return <KeysRefused role={role} />;
  await load(trpc.apiKey.list.queryOptions({ project }));
  return (
    <Hydrate>
      <ApiKeyList project={project} />
    </Hydrate>
  );
}

import type { Metadata } from "next";
import { MembersPage } from "@/features/member/members-page";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Members" };

export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const [{ permissions }] = await Promise.all([
    load(trpc.project.me.queryOptions({ project })),
    load(trpc.member.list.queryOptions({ project })),
  ]);
  if (permissions.includes("member:write")) await load(trpc.invitation.list.queryOptions({ project }));
  return (
    <Hydrate>
      <MembersPage project={project} />
    </Hydrate>
  );
}

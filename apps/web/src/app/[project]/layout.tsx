import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ProjectFrame } from "@/features/shell/project-frame";
import { ShellProviders } from "@/features/shell/links";
import { currentContext } from "@/server/session";
import { Hydrate, load, trpc } from "@/trpc/server";

export const dynamic = "force-dynamic";

export default async function ProjectLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ project: string }>;
}) {
  const { project } = await params;
  const ctx = await currentContext();
  if (!ctx) redirect("/sign-in");
  if (ctx.actor.kind !== "user") notFound();
  await Promise.all([
    load(trpc.project.overview.queryOptions({ project })),
    load(trpc.project.list.queryOptions()),
    load(trpc.project.me.queryOptions({ project })),
    load(trpc.mention.count.queryOptions({ project })),
  ]);
  return (
    <ShellProviders>
      <Hydrate routers={["project", "mention"]}>
        <ProjectFrame project={project} person={{ name: ctx.actor.name, email: ctx.actor.email }}>
          {children}
        </ProjectFrame>
      </Hydrate>
    </ShellProviders>
  );
}

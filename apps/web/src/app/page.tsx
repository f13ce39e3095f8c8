import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FollowMlflowLink } from "@/features/link/follow-mlflow-link";
import { ProjectList } from "@/features/project/project-list";
import { ShellProviders } from "@/features/shell/links";
import { currentContext } from "@/server/session";
import { Hydrate, load, trpc } from "@/trpc/server";

export const metadata: Metadata = { title: "Projects" };
export const dynamic = "force-dynamic";

export default async function HomePage() {
  const ctx = await currentContext();
  if (!ctx || ctx.actor.kind !== "user") redirect("/sign-in");
  await load(trpc.project.list.queryOptions());
  return (
    <ShellProviders>
      <FollowMlflowLink />
      <Hydrate>
        <ProjectList person={{ name: ctx.actor.name, email: ctx.actor.email }} />
      </Hydrate>
    </ShellProviders>
  );
}

import type { Metadata } from "next";
import { listProjects } from "@pipepilot/domain/project/list";
import { GuideFrame } from "@/features/guide/guide-frame";
import { GuidePage } from "@/features/guide/guide-page";
import { ShellProviders } from "@/features/shell/links";
import { chapterAt, guidePlace } from "@/server/guide-chapter";
import { currentContext } from "@/server/session";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ chapter?: string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { chapter } = await chapterAt((await params).chapter);
  return { title: chapter.slug ? `${chapter.title} · Guide` : "Guide" };
}

/** Open to everyone: who holds an API key need not have an account. */
export default async function Page({ params }: Props) {
  const found = await chapterAt((await params).chapter);
  const ctx = await currentContext();
  const person = ctx?.actor.kind === "user" ? ctx.actor : null;
  const [project] = ctx && person ? await listProjects({ ctx }) : [];
  const place = await guidePlace("/guide", project?.slug ?? null);
  return (
    <ShellProviders>
      <GuideFrame person={person && { name: person.name, email: person.email }}>
        <GuidePage {...found} place={place} />
      </GuideFrame>
    </ShellProviders>
  );
}

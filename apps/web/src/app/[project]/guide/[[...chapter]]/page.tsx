import type { Metadata } from "next";
import { GuidePage } from "@/features/guide/guide-page";
import { chapterAt, guidePlace } from "@/server/guide-chapter";

interface Props {
  params: Promise<{ project: string; chapter?: string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { chapter } = await chapterAt((await params).chapter);
  return { title: chapter.slug ? `${chapter.title} · Guide` : "Guide" };
}

export default async function Page({ params }: Props) {
  const { project, chapter } = await params;
  const found = await chapterAt(chapter);
  return <GuidePage {...found} place={await guidePlace(`/${project}/guide`, project)} />;
}

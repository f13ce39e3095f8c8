import "server-only";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import type { GuidePlace } from "@/features/guide/guide-place";
import { env } from "./env";
import { guide, type Chapter } from "./guide";

/** The chapter of an address, among all of them; what is none is a 404. */
export async function chapterAt(
  parts: readonly string[] | undefined,
): Promise<{ chapters: Chapter[]; chapter: Chapter }> {
  const chapters = await guide();
  const wanted = (parts ?? []).join("/");
  const chapter = chapters.find(({ slug }) => slug === wanted);
  if (!chapter) notFound();
  return { chapters, chapter };
}

/** This installation as who reads reaches it. */
export async function guidePlace(base: string, project: string | null): Promise<GuidePlace> {
  const asked = await headers();
  const host = asked.get("x-forwarded-host") ?? asked.get("host") ?? "";
  const webUrl = `${asked.get("x-forwarded-proto") ?? "http"}://${host}`;
  return {
    base,
    project,
    webUrl: URL.canParse(webUrl) ? webUrl : "http://localhost:5000",
    inferenceUrl: env().PIPEPILOT_INFERENCE_URL,
  };
}

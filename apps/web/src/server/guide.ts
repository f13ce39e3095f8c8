import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseMarkdown, type Block } from "@pipepilot/ui/markdown/blocks";
import { hrefsOf, outlineOf, sectionsOf, type OutlineHeading } from "@pipepilot/ui/markdown/outline";
import type { GuideSection } from "@/features/guide/search-guide";

/** One file of the guide. */
export interface Chapter {
  /** The last part of its address; empty for the first page. */
  readonly slug: string;
  readonly title: string;
  /** What stands under the title. */
  readonly blocks: readonly Block[];
  readonly outline: readonly OutlineHeading[];
}

const FIRST = "README.md";

/** Beside the application, in the repository and in what is built of it. */
const here = () => path.join(/* turbopackIgnore: true */ process.cwd(), "../../docs/guide");

/** The guide's pages as they stand in `docs/guide`, in the order in which the first one links to them. */
export async function readGuide(directory = here()): Promise<Chapter[]> {
  const first = await readChapter(directory, FIRST);
  const files = hrefsOf(first.blocks).filter((href) => /^[a-z-]+\.md$/.test(href));
  return [first, ...(await Promise.all([...new Set(files)].map((file) => readChapter(directory, file))))];
}

let kept: Promise<Chapter[]> | undefined;

/** The guide; read once where it cannot change. */
export function guide(): Promise<Chapter[]> {
  if (process.env.NODE_ENV !== "production") return readGuide();
  return (kept ??= readGuide());
}

/** What is searched: every section with its words. */
export async function guideSections(): Promise<GuideSection[]> {
  return (await guide()).flatMap(({ slug, title, blocks }) =>
    sectionsOf(blocks).flatMap(({ heading, text }) =>
      heading || text
        ? [{ slug, chapter: title, heading: heading?.text ?? null, id: heading?.id ?? null, text }]
        : [],
    ),
  );
}

async function readChapter(directory: string, file: string): Promise<Chapter> {
  const [title, ...blocks] = parseMarkdown(await readFile(path.join(directory, file), "utf8"));
  const [heading] = outlineOf([title]);
  const slug = file === FIRST ? "" : file.replace(/\.md$/, "");
  return { slug, title: heading.text, blocks, outline: outlineOf(blocks) };
}

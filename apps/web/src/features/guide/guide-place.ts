/** Where the guide is read: its links and examples are about this installation and this project. */
export interface GuidePlace {
  /** What the guide's addresses begin with: `/guide` or `/<project>/guide`. */
  readonly base: string;
  /** Null for who has none or is not signed in. */
  readonly project: string | null;
  readonly webUrl: string;
  readonly inferenceUrl: string;
}

/** What the guide's texts are written with: the addresses and the project of a demo on one's own machine. */
const WRITTEN = {
  webUrl: "http://localhost:5000",
  inferenceUrl: "http://localhost:5001",
  project: "california-housing",
} as const;

const trimmed = (url: string) => url.replace(/\/+$/, "");

/** An example as it works here. */
export function codeHere(text: string, { webUrl, inferenceUrl, project }: GuidePlace): string {
  return text
    .replaceAll(WRITTEN.inferenceUrl, () => trimmed(inferenceUrl))
    .replaceAll(WRITTEN.webUrl, () => trimmed(webUrl))
    .replaceAll(WRITTEN.project, () => project ?? WRITTEN.project);
}

/**
 * Where a link of the guide's files leads: other chapters are pages, the demo's pages are those of the reader's project.
 * Null for who has no project to show them of.
 */
export function hrefHere(href: string, { base, project }: GuidePlace): string | null {
  const [, chapter, hash = ""] = /^([a-z-]+|README)\.md(#.*)?$/.exec(href) ?? [];
  if (chapter) return (chapter === "README" ? base : `${base}/${chapter}`) + hash;
  const demo = `${WRITTEN.webUrl}/${WRITTEN.project}`;
  if (href === demo || href.startsWith(`${demo}/`)) return project && `/${project}${href.slice(demo.length)}`;
  if (href.startsWith(`${WRITTEN.webUrl}/`)) return href.slice(WRITTEN.webUrl.length);
  return href;
}

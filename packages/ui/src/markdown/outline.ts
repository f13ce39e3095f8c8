import type { Block } from "./blocks";
import type { Inline } from "./inline";

/** A heading as the contents of a document and links to it know it. */
export interface OutlineHeading {
  readonly level: number;
  readonly text: string;
  /** What an address ends with, as GitHub makes it of the heading. */
  readonly id: string;
}

/** What stands between a heading and the next; the first has what stands before any. */
export interface Section {
  readonly heading: OutlineHeading | null;
  /** Its words, without marks and code blocks. */
  readonly text: string;
}

/** The document's headings, in their order, each with an id of its own. */
export function outlineOf(blocks: readonly Block[]): OutlineHeading[] {
  const seen = new Map<string, number>();
  return blocks.flatMap((block) => {
    if (block.type !== "heading") return [];
    const text = plainText(block.children);
    const base = idOf(text);
    const repeated = seen.get(base) ?? 0;
    seen.set(base, repeated + 1);
    return [{ level: block.level, text, id: repeated === 0 ? base : `${base}-${repeated}` }];
  });
}

/** The document in parts, each with its words. */
export function sectionsOf(blocks: readonly Block[]): Section[] {
  const headings = outlineOf(blocks);
  const sections: { heading: OutlineHeading | null; texts: string[] }[] = [{ heading: null, texts: [] }];
  for (const block of blocks) {
    if (block.type === "heading") sections.push({ heading: headings[sections.length - 1], texts: [] });
    else sections[sections.length - 1].texts.push(wordsOf(block));
  }
  return sections.map(({ heading, texts }) => ({ heading, text: texts.filter(Boolean).join(" ") }));
}

/** Where links of the document lead. */
export function hrefsOf(blocks: readonly Block[]): string[] {
  const inlines = (children: readonly Inline[]): string[] =>
    children.flatMap((inline) => [
      ...(inline.type === "link" ? [inline.href] : []),
      ...("children" in inline ? inlines(inline.children) : []),
    ]);
  return blocks.flatMap((block) => {
    switch (block.type) {
      case "heading":
      case "paragraph":
        return inlines(block.children);
      case "quote":
        return hrefsOf(block.children);
      case "list":
        return block.items.flatMap(({ children }) => hrefsOf(children));
      case "table":
        return [...block.header, ...block.rows.flat()].flatMap(inlines);
      default:
        return [];
    }
  });
}

/** What is read of it, without marks. */
export function plainText(children: readonly Inline[]): string {
  return children
    .map((inline) => {
      if ("children" in inline) return plainText(inline.children);
      if (inline.type === "break") return " ";
      if (inline.type === "mention") return `<@${inline.id}>`;
      return inline.type === "image" ? inline.alt : inline.text;
    })
    .join("")
    .replaceAll("\n", " ");
}

const idOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");

function wordsOf(block: Block): string {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return plainText(block.children);
    case "quote":
      return block.children.map(wordsOf).join(" ");
    case "list":
      return block.items.flatMap(({ children }) => children.map(wordsOf)).join(" ");
    case "table":
      return [block.header, ...block.rows].map((row) => row.map(plainText).join(" ")).join(" ");
    default:
      return "";
  }
}

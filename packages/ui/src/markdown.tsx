import { createElement, Fragment, useMemo, type ReactElement, type ReactNode } from "react";
import { cn } from "./class-names";
import { parseMarkdown, type Block, type ListItem } from "./markdown/blocks";
import { isEmbeddedPicture, type Inline } from "./markdown/inline";
import { Table, Td, Th, Tr } from "./table";

/** More is shown as plain text. */
const LONGEST = 100_000;

/**
 * Markdown as a part of the page. It becomes elements, never HTML: what looks like a tag is text, and links lead to web
 * and mail addresses only.
 */
export function Markdown({ source, className }: { source: string; className?: string }) {
  const blocks = useMemo(() => (source.length > LONGEST ? null : parseMarkdown(source)), [source]);
  return (
    <div className={cn("flex min-w-0 flex-col gap-2.5 leading-[1.55] break-words", className)}>
      {blocks ? blocksOf(blocks, PART) : <p className="whitespace-pre-wrap">{source}</p>}
    </div>
  );
}

/** The blocks of one type. */
type Of<Type extends Block["type"]> = Extract<Block, { type: Type }>;

/** How the blocks look that differ between a part of a page and a page of its own. */
export interface MarkdownLook {
  heading(block: Of<"heading">, content: ReactNode): ReactElement;
  code(block: Of<"code">): ReactElement;
  link(href: string, content: ReactNode): ReactElement;
  table(block: Of<"table">, inlines: (children: readonly Inline[]) => ReactNode): ReactElement;
}

const PART: MarkdownLook = {
  heading(block, content) {
    const [tag, className] = HEADINGS[Math.min(block.level, HEADINGS.length) - 1];
    return createElement(tag, { className: cn("mt-1.5 first:mt-0", className) }, content);
  },
  code: ({ text }) => (
    <pre
      tabIndex={0}
      role="region"
      aria-label="Code"
      className="overflow-x-auto rounded-md bg-sunken px-3 py-2 text-xs"
    >
      <code className="text-[1em]">{text}</code>
    </pre>
  ),
  link: (href, content) => (
    <a href={href} target="_blank" rel="noreferrer nofollow" className="text-accent-text underline">
      {content}
    </a>
  ),
  table: ({ header, numeric, rows }, inlines) => (
    <Table className="w-auto" scrollLabel="Table">
      <thead>
        <tr>
          {header.map((cell, column) => (
            <Th key={column} numeric={numeric[column]}>
              {inlines(cell)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <Tr key={index}>
            {row.map((cell, column) => (
              <Td key={column} numeric={numeric[column]} className="whitespace-normal">
                {inlines(cell)}
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  ),
};

/** Below the headings of the page it stands in. */
const HEADINGS = [
  ["h3", "text-lg font-semibold"],
  ["h4", "text-base font-semibold"],
  ["h5", "font-semibold"],
  ["h6", "font-semibold text-muted"],
] as const;

/** Blocks as elements, in a look. */
export const blocksOf = (blocks: readonly Block[], look: MarkdownLook): ReactNode =>
  blocks.map((block, index) => <Fragment key={index}>{blockOf(block, look)}</Fragment>);

function blockOf(block: Block, look: MarkdownLook): ReactNode {
  const inlines = (children: readonly Inline[]) => inlinesOf(children, look);
  switch (block.type) {
    case "heading":
      return look.heading(block, inlines(block.children));
    case "paragraph":
      return <p>{inlines(block.children)}</p>;
    case "code":
      return look.code(block);
    case "quote":
      return (
        <blockquote className="flex flex-col gap-2 border-l-2 border-line-strong pl-3 text-muted">
          {blocksOf(block.children, look)}
        </blockquote>
      );
    case "list":
      return block.start === null ? (
        <ul className="flex list-disc flex-col gap-1 pl-5">
          {block.items.map((item, index) => itemOf(item, index, look))}
        </ul>
      ) : (
        <ol start={block.start} className="flex list-decimal flex-col gap-1 pl-6">
          {block.items.map((item, index) => itemOf(item, index, look))}
        </ol>
      );
    case "table":
      return look.table(block, inlines);
    case "rule":
      return <hr className="border-line" />;
  }
}

function itemOf({ done, children }: ListItem, index: number, look: MarkdownLook): ReactNode {
  // A single paragraph stands in the item itself.
  const [only] = children;
  const content =
    children.length === 1 && only.type === "paragraph"
      ? inlinesOf(only.children, look)
      : blocksOf(children, look);
  if (done === null) return <li key={index}>{content}</li>;
  return (
    <li key={index} className="-ml-5 list-none">
      <input
        type="checkbox"
        checked={done}
        disabled
        aria-label={done ? "done" : "to do"}
        className="mr-1.5 align-middle"
      />
      {content}
    </li>
  );
}

const inlinesOf = (children: readonly Inline[], look: MarkdownLook): ReactNode =>
  children.map((inline, index) => <Fragment key={index}>{inlineOf(inline, look)}</Fragment>);

function inlineOf(inline: Inline, look: MarkdownLook): ReactNode {
  const inlines = (children: readonly Inline[]) => inlinesOf(children, look);
  switch (inline.type) {
    case "text":
      return inline.text;
    case "code":
      return <code className="rounded-sm bg-sunken px-1 py-px">{inline.text}</code>;
    case "strong":
      return <strong className="font-semibold">{inlines(inline.children)}</strong>;
    case "em":
      return <em>{inlines(inline.children)}</em>;
    case "strike":
      return <del>{inlines(inline.children)}</del>;
    case "link":
      return look.link(inline.href, inlines(inline.children));
    case "image":
      return isEmbeddedPicture(inline.src) ? (
        <img src={inline.src} alt={inline.alt} className="inline-block max-w-full" />
      ) : (
        <span className="text-muted">[picture: {inline.alt || inline.src}]</span>
      );
    case "break":
      return <br />;
  }
}

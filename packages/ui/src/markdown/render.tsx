import { Fragment, type ReactElement, type ReactNode } from "react";
import type { Block, ListItem } from "./blocks";
import { isEmbeddedPicture, type Inline } from "./inline";

/** The blocks of one type. */
type Of<Type extends Block["type"]> = Extract<Block, { type: Type }>;

/** How the blocks look that differ between a part of a page and a page of its own. */
export interface MarkdownLook {
  heading(block: Of<"heading">, content: ReactNode): ReactElement;
  code(block: Of<"code">): ReactElement;
  inlineCode(text: string): ReactElement;
  /** A person named by id. */
  mention(id: string): ReactElement;
  link(href: string, content: ReactNode): ReactElement;
  table(block: Of<"table">, inlines: (children: readonly Inline[]) => ReactNode): ReactElement;
}

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
      return look.inlineCode(inline.text);
    case "mention":
      return look.mention(inline.id);
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

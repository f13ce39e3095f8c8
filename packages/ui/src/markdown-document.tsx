import { createElement } from "react";
import { Hash } from "lucide-react";
import { cn } from "./class-names";
import { CodeBlock } from "./code-block";
import { Link } from "./link";
import type { Block } from "./markdown/blocks";
import { outlineOf, plainText } from "./markdown/outline";
import { blocksOf, type MarkdownLook } from "./markdown/render";

export interface MarkdownDocumentProps {
  blocks: readonly Block[];
  /** Where a link leads here; null leaves its words without a link. */
  hrefOf(href: string): string | null;
  /** What a code block shows here. */
  codeOf?(text: string): string;
  className?: string;
}

const LANGUAGES: Record<string, string> = {
  bash: "Shell",
  csv: "CSV",
  json: "JSON",
  python: "Python",
  text: "Text",
  ts: "TypeScript",
  yaml: "YAML",
};

const HEADING = [
  "text-xl font-[620]",
  "mt-6 border-t border-line pt-6 text-lg font-[620] tracking-[-0.01em]",
  "mt-3 text-base font-semibold",
  "mt-1 font-semibold",
] as const;

/** Markdown as a page of its own: headings that can be linked to, code that can be copied, links that lead around. */
export function MarkdownDocument({
  blocks,
  hrefOf,
  codeOf = (text) => text,
  className,
}: MarkdownDocumentProps) {
  const ids = outlineOf(blocks).map(({ id }) => id);
  let heading = 0;
  const look: MarkdownLook = {
    heading({ level }, content) {
      const id = ids[heading++];
      const at = Math.min(level, HEADING.length) - 1;
      return createElement(
        `h${at + 1}`,
        {
          id,
          className: cn("group/heading scroll-mt-16 first:mt-0 first:border-t-0 first:pt-0", HEADING[at]),
        },
        content,
        <a
          href={`#${id}`}
          aria-label="Link to this section"
          className="ml-1.5 inline-block align-baseline text-faint opacity-0 group-hover/heading:opacity-100 hover:text-text focus-visible:opacity-100"
        >
          <Hash aria-hidden="true" className="inline size-[14px]" />
        </a>,
      );
    },
    code({ info, text }) {
      const title = LANGUAGES[info.split(" ")[0]];
      return <CodeBlock code={codeOf(text)} title={title} label={title ? `${title} example` : "Example"} />;
    },
    /** On a phone a row is a block, and its cells say which column they are of. */
    table({ header, rows }, inlines) {
      const labels = header.map(plainText);
      return (
        <table role="table" className="w-full border-collapse max-sm:block">
          <thead role="rowgroup" className="max-sm:sr-only">
            <tr role="row">
              {header.map((cell, column) => (
                <th
                  key={column}
                  scope="col"
                  role="columnheader"
                  className="border-b border-line py-[7px] pr-4 text-left text-sm font-medium text-muted"
                >
                  {inlines(cell)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup" className="max-sm:block">
            {rows.map((row, index) => (
              <tr key={index} role="row" className="border-b border-line max-sm:block max-sm:py-2.5">
                {row.map((cell, column) => (
                  <td
                    key={column}
                    role="cell"
                    data-label={labels[column]}
                    className="py-[7px] pr-4 align-top last:pr-0 max-sm:empty:hidden max-sm:block max-sm:py-0.5 max-sm:pr-0 max-sm:before:mr-2 max-sm:before:text-sm max-sm:before:text-muted max-sm:before:content-[attr(data-label)] max-sm:first:before:content-none"
                  >
                    {inlines(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    },
    inlineCode: (text) => <code className="rounded-sm bg-sunken px-1 py-px">{text}</code>,
    // Documents name nobody.
    mention: (id) => <>{`<@${id}>`}</>,
    link(href, content) {
      const target = hrefOf(href);
      if (target === null) return <>{content}</>;
      const className = "text-accent-text underline underline-offset-2";
      return /^https?:/.test(target) ? (
        <a href={target} target="_blank" rel="noreferrer" className={className}>
          {content}
        </a>
      ) : (
        <Link href={target} className={className}>
          {content}
        </Link>
      );
    },
  };
  return (
    <div className={cn("flex min-w-0 flex-col gap-3 leading-[1.6] break-words", className)}>
      {blocksOf(blocks, look)}
    </div>
  );
}

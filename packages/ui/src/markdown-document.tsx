import { createElement } from "react";
import { Hash } from "lucide-react";
import { cn } from "./class-names";
import { CodeBlock } from "./code-block";
import { Link } from "./link";
import { blocksOf, type MarkdownLook } from "./markdown";
import type { Block } from "./markdown/blocks";
import { outlineOf } from "./markdown/outline";

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

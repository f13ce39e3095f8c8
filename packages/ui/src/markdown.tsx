import { createContext, createElement, useContext, useMemo } from "react";
import { cn } from "./class-names";
import { parseMarkdown } from "./markdown/blocks";
import { blocksOf, type MarkdownLook } from "./markdown/render";
import { Table, Td, Th, Tr } from "./table";

/** More is shown as plain text. */
const LONGEST = 100_000;

/** A person whom a text may name by `<@id>`. */
export interface NamedInText {
  name: string;
  /** Whoever is not is named in plain text. */
  isHere: boolean;
}

const NOBODY: ReadonlyMap<string, NamedInText> = new Map();
const People = createContext(NOBODY);

interface MarkdownProps {
  source: string;
  className?: string;
  /** Those the text may name, by id; any other id is shown as it stands. */
  people?: ReadonlyMap<string, NamedInText>;
}

/**
 * Markdown as a part of the page. It becomes elements, never HTML: what looks like a tag is text, and links lead to web
 * and mail addresses only.
 */
export function Markdown({ source, className, people = NOBODY }: MarkdownProps) {
  const blocks = useMemo(() => (source.length > LONGEST ? null : parseMarkdown(source)), [source]);
  return (
    <People value={people}>
      <div className={cn("flex min-w-0 flex-col gap-2.5 leading-[1.55] break-words", className)}>
        {blocks ? blocksOf(blocks, PART) : <p className="whitespace-pre-wrap">{source}</p>}
      </div>
    </People>
  );
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
      <code className="text-[1em]">
        <Verbatim text={text} />
      </code>
    </pre>
  ),
  inlineCode: (text) => (
    <code className="rounded-sm bg-sunken px-1 py-px">
      <Verbatim text={text} />
    </code>
  ),
  mention: (id) => <Mention id={id} />,
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

function Mention({ id }: { id: string }) {
  const person = useContext(People).get(id);
  if (!person) return `<@${id}>`;
  if (!person.isHere) return `@${person.name}`;
  return (
    <span className="rounded-sm bg-accent-soft px-0.5 font-medium text-accent-text">@{person.name}</span>
  );
}

/** Code keeps every character but the ids of people. */
function Verbatim({ text }: { text: string }) {
  const people = useContext(People);
  return text.replace(/<@([0-9a-f-]{36})>/g, (all, id: string) => {
    const person = people.get(id);
    return person ? `@${person.name}` : all;
  });
}

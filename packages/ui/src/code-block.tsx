import type { ReactNode } from "react";
import { cn } from "./class-names";
import { CopyButton } from "./copy-button";

export interface CodeBlockProps {
  code: string;
  /** What it is, above it: a file name, a language. */
  title?: ReactNode;
  /** What a screen reader calls it. */
  label?: string;
  wrap?: boolean;
  /** Without border and corners, for the bottom of a card. */
  flush?: boolean;
  className?: string;
}

/** Code or output as it is, with a button that copies all of it. */
export function CodeBlock({
  code,
  title,
  label = "Code",
  wrap = false,
  flush = false,
  className,
}: CodeBlockProps) {
  return (
    <div
      className={cn(
        "group relative min-w-0 bg-sunken",
        flush ? "rounded-b-lg" : "rounded-lg border border-line",
        className,
      )}
    >
      {title ? (
        <div className="border-b border-line px-3.5 py-1.5 pr-10 text-sm text-muted">{title}</div>
      ) : null}
      <CopyButton text={code} label="Copy code" className="absolute top-1.5 right-1.5 bg-sunken" />
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className={cn(
          "overflow-x-auto rounded-[inherit] px-3.5 py-3 text-xs leading-[1.6] text-text focus-visible:outline-offset-[-2px]",
          !title && "pr-10",
          wrap && "break-words whitespace-pre-wrap",
        )}
      >
        <code className="text-[1em]">{code}</code>
      </pre>
    </div>
  );
}

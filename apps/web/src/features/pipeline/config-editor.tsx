"use client";

import { useId, useRef } from "react";
import { problemText, type ConfigProblem } from "./config-problem";

interface ConfigEditorProps {
  value: string;
  onChange: (text: string) => void;
  problems: readonly ConfigProblem[];
  /** What a screen reader calls it. */
  label: string;
  readOnly?: boolean;
  /** Lines it shows at least. */
  minLines?: number;
}

/** Numbers and text share what decides where a line stands. */
const LINES = "py-3 font-mono text-xs leading-[20px]";

/** YAML with line numbers; what is wrong stands below, by line, and a click goes there. */
export function ConfigEditor({
  value,
  onChange,
  problems,
  label,
  readOnly = false,
  minLines = 12,
}: ConfigEditorProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const written = value.split("\n").length;
  const wrong = new Set(problems.map(({ line }) => line));

  function goTo(line: number) {
    const before = value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, each) => sum + each.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (value.split("\n")[line - 1]?.length ?? 0));
  }

  return (
    <div className="min-w-0">
      <div className="flex min-w-0 bg-sunken">
        <ol aria-hidden="true" className={`shrink-0 border-r border-line text-faint select-none ${LINES}`}>
          {Array.from({ length: written }, (_, index) => (
            <li
              key={index}
              className={`px-2.5 text-right ${wrong.has(index + 1) ? "bg-bad-soft font-semibold text-bad" : ""}`}
            >
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          readOnly={readOnly}
          rows={Math.max(minLines, written)}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-label={label}
          aria-invalid={problems.length > 0 || undefined}
          aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
          className={`block min-w-0 flex-1 resize-none overflow-x-auto bg-transparent px-3 text-text focus-visible:outline-offset-[-2px] ${LINES}`}
        />
      </div>
      {problems.length > 0 ? (
        <ul id={`${id}-problems`} className="border-t border-line">
          {problems.map((problem, index) => (
            <li
              key={index}
              className="flex items-baseline gap-2.5 border-b border-line px-3.5 py-2 last:border-b-0"
            >
              {problem.line === null ? null : (
                <button
                  type="button"
                  onClick={() => goTo(problem.line ?? 1)}
                  className="num shrink-0 rounded-sm text-sm font-medium text-bad hover:underline"
                >
                  Line {problem.line}
                </button>
              )}
              <span className="min-w-0 break-words">{problemText(problem)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

import { CardBody } from "@pipepilot/ui/card";
import { diffLines, withContext, type DiffGap, type DiffLine } from "./diff-lines";

const LOOKS = {
  same: { mark: " ", word: "", row: "" },
  added: { mark: "+", word: "added: ", row: "bg-good-soft text-good" },
  removed: { mark: "−", word: "removed: ", row: "bg-bad-soft text-bad" },
} as const;

/** Two texts' differences as one list of lines, marked by sign, word and colour. */
export function ConfigDiff({ before, after }: { before: string; after: string }) {
  const lines = diffLines(before, after);
  if (lines.every(({ kind }) => kind === "same"))
    return <CardBody className="text-muted">They say the same.</CardBody>;
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label="Differences"
      className="overflow-x-auto bg-sunken py-3 focus-visible:outline-offset-[-2px]"
    >
      <ul className="w-max min-w-full font-mono text-xs leading-[20px]">
        {withContext(lines).map((line, index) => (
          <Line key={index} line={line} />
        ))}
      </ul>
    </div>
  );
}

function Line({ line }: { line: DiffLine | DiffGap }) {
  if (line.kind === "gap")
    return (
      <li className="px-3.5 text-faint">
        … {line.count} unchanged line{line.count === 1 ? "" : "s"}
      </li>
    );
  const { mark, word, row } = LOOKS[line.kind];
  return (
    <li className={`flex gap-2.5 px-3.5 whitespace-pre ${row}`}>
      <span aria-hidden="true" className="w-6 shrink-0 text-right text-faint select-none">
        {line.after ?? line.before}
      </span>
      <span aria-hidden="true" className="select-none">
        {mark}
      </span>
      {word ? <span className="sr-only">{word}</span> : null}
      <span>{line.text}</span>
    </li>
  );
}

export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
  /** 1-based line in the text before, after; null where it is not in it. */
  readonly before: number | null;
  readonly after: number | null;
}

/** A stretch of lines that stayed the same and is not shown. */
export interface DiffGap {
  readonly kind: "gap";
  readonly count: number;
}

/** What changed from one text to another, line by line, with the fewest additions and removals. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const common = commonLengths(old, now);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: "same", text: old[i], before: ++i, after: ++j });
    } else if (j >= now.length || (i < old.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push({ kind: "removed", text: old[i], before: ++i, after: null });
    } else {
      lines.push({ kind: "added", text: now[j], before: null, after: ++j });
    }
  }
  return lines;
}

/** The changed lines with up to `context` unchanged ones around them. */
export function withContext(lines: readonly DiffLine[], context = 3): (DiffLine | DiffGap)[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - context), at + context + 1).some(({ kind }) => kind !== "same"),
  );
  const shown: (DiffLine | DiffGap)[] = [];
  lines.forEach((line, at) => {
    const last = shown.at(-1);
    if (near[at]) shown.push(line);
    else if (last?.kind === "gap") shown[shown.length - 1] = { kind: "gap", count: last.count + 1 };
    else shown.push({ kind: "gap", count: 1 });
  });
  return shown;
}

function linesOf(text: string): string[] {
  const lines = text.replace(/\r\n/g, "\n").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** `[i][j]`: how many lines the rests from line i and line j have in common, in order. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      table[i][j] = old[i] === now[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  return table;
}

import { parseInline, type Inline } from "./inline";

export type Block =
  | { type: "heading"; level: number; children: Inline[] }
  | { type: "paragraph"; children: Inline[] }
  | { type: "code"; info: string; text: string }
  | { type: "quote"; children: Block[] }
  | { type: "list"; start: number | null; items: ListItem[] }
  | { type: "table"; header: Inline[][]; numeric: boolean[]; rows: Inline[][][] }
  | { type: "rule" };

export interface ListItem {
  /** null where it is no task. */
  done: boolean | null;
  children: Block[];
}

const DEEPEST = 12;
const HEADING = /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)/;
const DIVIDER = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** The blocks of a Markdown text. HTML in it is text like any other. */
export function parseMarkdown(source: string): Block[] {
  return parseLines(source.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n"), 0);
}

function parseLines(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    if (lines[at].trim() === "") {
      at += 1;
      continue;
    }
    const [block, next] = blockAt(lines, at, depth);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

function blockAt(lines: readonly string[], at: number, depth: number): [Block, next: number] {
  const line = lines[at];
  const heading = HEADING.exec(line);
  if (heading)
    return [{ type: "heading", level: heading[1].length, children: parseInline(heading[2] ?? "") }, at + 1];
  const fence = FENCE.exec(line);
  if (fence) return codeFrom(lines, at, fence[1], fence[2].trim());
  if (RULE.test(line)) return [{ type: "rule" }, at + 1];
  if (depth < DEEPEST && QUOTE.test(line)) return quoteFrom(lines, at, depth);
  if (depth < DEEPEST && ITEM.test(line)) return listFrom(lines, at, depth);
  if (isTable(lines, at)) return tableFrom(lines, at);
  return paragraphFrom(lines, at, depth);
}

function codeFrom(lines: readonly string[], at: number, fence: string, info: string): [Block, number] {
  const closes = (line: string) => line.trim().startsWith(fence) && /^\s*[`~]+\s*$/.test(line);
  const end = lines.findIndex((line, index) => index > at && closes(line));
  const last = end < 0 ? lines.length : end;
  return [{ type: "code", info, text: lines.slice(at + 1, last).join("\n") }, end < 0 ? last : end + 1];
}

function quoteFrom(lines: readonly string[], at: number, depth: number): [Block, number] {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end])) end += 1;
  const inside = lines.slice(at, end).map((line) => line.replace(QUOTE, ""));
  return [{ type: "quote", children: parseLines(inside, depth + 1) }, end];
}

function listFrom(lines: readonly string[], at: number, depth: number): [Block, number] {
  const kindOf = (marker: string) => (/\d/.test(marker) ? marker.slice(-1) : marker);
  const [, , first] = ITEM.exec(lines[at]) as RegExpExecArray;
  const items: ListItem[] = [];
  let next = at;
  for (;;) {
    const match = next < lines.length ? ITEM.exec(lines[next]) : null;
    if (!match || kindOf(match[2]) !== kindOf(first) || RULE.test(lines[next])) break;
    const indent = match[1].length + match[2].length + Math.max(1, Math.min(match[3].length, 4));
    let end = next + 1;
    while (end < lines.length && belongs(lines, end, indent)) end += 1;
    const own = [
      lines[next].slice(match[0].length),
      ...lines.slice(next + 1, end).map((line) => dedent(line, indent)),
    ];
    const [, mark] = /^\[([ xX])\] /.exec(own[0]) ?? [];
    if (mark !== undefined) own[0] = own[0].slice(4);
    items.push({ done: mark === undefined ? null : mark !== " ", children: parseLines(own, depth + 1) });
    next = end;
    while (next < lines.length && lines[next].trim() === "" && ITEM.test(lines[next + 1] ?? "")) next += 1;
  }
  return [{ type: "list", start: /\d/.test(first) ? Number.parseInt(first, 10) : null, items }, next];
}

/** Indented as the item, blank before such a line, or the rest of its paragraph. */
function belongs(lines: readonly string[], at: number, indent: number): boolean {
  const line = lines[at];
  if (line.trim() === "") return (lines[at + 1] ?? "").search(/\S/) >= indent;
  if (line.search(/\S/) >= indent) return true;
  return lines[at - 1].trim() !== "" && !startsBlock(line);
}

const dedent = (line: string, indent: number) =>
  line.slice(Math.min(indent, Math.max(0, line.search(/\S|$/))));

function isTable(lines: readonly string[], at: number): boolean {
  return lines[at].includes("|") && DIVIDER.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("-");
}

function tableFrom(lines: readonly string[], at: number): [Block, number] {
  const header = cellsOf(lines[at]);
  const numeric = cellsOf(lines[at + 1]).map((mark) => /[^:]:$/.test(mark.trim()));
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  const rows = lines.slice(at + 2, end).map((line) => {
    const cells = cellsOf(line);
    return header.map((_, column) => parseInline(cells[column] ?? ""));
  });
  return [{ type: "table", header: header.map((cell) => parseInline(cell)), numeric, rows }, end];
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

const startsBlock = (line: string) =>
  HEADING.test(line) || FENCE.test(line) || RULE.test(line) || QUOTE.test(line) || ITEM.test(line);

function paragraphFrom(lines: readonly string[], at: number, depth: number): [Block, number] {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() !== "" && !(depth < DEEPEST && startsBlock(lines[end])))
    end += 1;
  const text = lines
    .slice(at, end)
    .map((line) => line.trimStart())
    .join("\n");
  return [{ type: "paragraph", children: parseInline(text.trimEnd()) }, end];
}

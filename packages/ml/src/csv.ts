import { CsvError } from "./errors";
import { columnNames, type Column, type Table } from "./table";

/** A table as RFC 4180 text with a header; missing values are empty, numbers in their shortest exact form. */
export function writeCsv(table: Table): string {
  const cells = table.columns.map(cellWriter);
  const lines = [columnNames(table).map(quoteIfNeeded).join(",")];
  for (let row = 0; row < table.rowCount; row++) lines.push(cells.map((cell) => cell(row)).join(","));
  return `${lines.join("\n")}\n`;
}

function cellWriter(column: Column): (row: number) => string {
  if (column.kind === "number") {
    const { values } = column;
    return (row) => (Number.isNaN(values[row]) ? "" : String(values[row]));
  }
  const texts = column.categories.map(quoteIfNeeded);
  return (row) => (column.codes[row] < 0 ? "" : texts[column.codes[row]]);
}

function quoteIfNeeded(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface CsvText {
  readonly header: string[];
  readonly rows: string[][];
}

/**
 * Reads small CSV text (RFC 4180: quotes, doubled quotes, line breaks inside quotes, CRLF or LF, a leading byte order mark).
 * Empty lines are skipped. Throws `CsvError` with the line for an empty text, an empty or repeated column name, a row of
 * another length, text after a closing quote, or a quote that is never closed.
 */
export function parseCsv(text: string): CsvText {
  const { records, lines } = readRecords(text.startsWith("\uFEFF") ? text.slice(1) : text);
  if (records.length === 0) throw new CsvError(1, "the text is empty, a header with column names is needed");
  const [header, ...rows] = records;
  checkHeader(header, lines[0]);
  rows.forEach((row, index) => {
    if (row.length !== header.length) {
      throw new CsvError(lines[index + 1], `${row.length} cells, the header has ${header.length}`);
    }
  });
  return { header, rows };
}

function checkHeader(header: readonly string[], line: number): void {
  header.forEach((name, index) => {
    if (name.trim() === "") throw new CsvError(line, `column ${index + 1} has no name`);
    if (header.indexOf(name) !== index) throw new CsvError(line, `the column "${name}" appears twice`);
  });
}

function readRecords(text: string): { records: string[][]; lines: number[] } {
  const records: string[][] = [];
  const lines: number[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const start = line;
    const cells: string[] = [];
    for (;;) {
      const cell = text[at] === '"' ? readQuoted(text, at, line) : readPlain(text, at, line);
      cells.push(cell.text);
      line += cell.lineBreaks;
      at = cell.end;
      if (text[at] !== ",") break;
      at++;
    }
    if (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    line++;
    if (cells.length === 1 && cells[0] === "") continue;
    records.push(cells);
    lines.push(start);
  }
  return { records, lines };
}

interface Cell {
  readonly text: string;
  readonly end: number;
  readonly lineBreaks: number;
}

function readPlain(text: string, start: number, line: number): Cell {
  let end = start;
  while (end < text.length && text[end] !== "," && text[end] !== "\n" && text[end] !== "\r") {
    if (text[end] === '"') throw new CsvError(line, "a quote inside a cell that does not begin with one");
    end++;
  }
  return { text: text.slice(start, end), end, lineBreaks: 0 };
}

function readQuoted(text: string, start: number, line: number): Cell {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) throw new CsvError(line, "a quote is opened and never closed");
  const end = close + 1;
  const raw = text.slice(start + 1, close);
  const lineBreaks = raw.split("\n").length - 1;
  if (end < text.length && !",\r\n".includes(text[end])) {
    throw new CsvError(
      line + lineBreaks,
      `"${text[end]}" after a closing quote, a comma or the end of the line is needed`,
    );
  }
  return { text: raw.replaceAll('""', '"'), end, lineBreaks };
}

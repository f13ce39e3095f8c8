import { createReadStream } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { DomainError } from "../../errors";
import { cut } from "../../text";
import type { ParseReport } from "../schema";
import { literal } from "./duckdb";

/** Texts that stand for a missing value, as pandas reads them; infinities are no values a model can learn from. */
const MISSING = [
  "",
  ..."NA,N/A,n/a,#N/A,#NA,<NA>,NaN,nan,-NaN,-nan,NULL,Null,null,None".split(","),
  ..."inf,-inf,Inf,-Inf,Infinity,-Infinity".split(","),
];
const REPORTED_ROWS = 100;
const MAX_BAD_ROWS = 100_000;

export interface LoadedRows {
  rowCount: number;
  badRowCount: number;
  badRows: ParseReport["badRows"];
}

/**
 * Reads the file into the table `raw` with the columns c0, c1, ... as texts, in the file's order. Rows that do not
 * fit are left out and reported.
 * @throws DomainError csv_unreadable
 */
export async function loadRows(
  connection: DuckDBConnection,
  file: string,
  { delimiter, columnCount }: { delimiter: string; columnCount: number },
): Promise<LoadedRows> {
  const columns = Array.from({ length: columnCount }, (_, index) => `'c${index}': 'VARCHAR'`).join(", ");
  try {
    await connection.run(`CREATE TABLE raw AS SELECT * FROM read_csv(${literal(file)}, auto_detect = false, header = true,
      delim = ${literal(delimiter)}, quote = '"', escape = '"', columns = {${columns}},
      nullstr = [${MISSING.map(literal).join(", ")}], ignore_errors = true, store_rejects = true, rejects_limit = ${MAX_BAD_ROWS})`);
  } catch (error) {
    throw new DomainError(
      "csv_unreadable",
      "The file cannot be read as CSV. Check its quotes and delimiters.",
      {},
      { cause: error },
    );
  }
  const [[rowCount]] = (await (await connection.run("SELECT count(*)::DOUBLE FROM raw")).getRows()) as [
    [number],
  ];
  const { badRowCount, badRows } = await readRejects(connection, file, columnCount);
  if (badRowCount >= MAX_BAD_ROWS || badRowCount > rowCount) {
    const [first] = badRows;
    throw new DomainError(
      "csv_unreadable",
      `${rowCount === 0 ? "No row" : "Only the smaller part of the rows"} of the file can be read: ${badRowCount.toLocaleString("en")} rows do not fit the header's ${columnCount} columns. Line ${first.line}: ${first.reason}`,
      { rowCount, badRowCount, badRows: badRows.slice(0, 5) },
    );
  }
  return { rowCount, badRowCount, badRows };
}

interface Reject {
  /** Byte where the record begins, from 0. */
  start: number;
  type: string;
  message: string;
  text: string;
}

async function readRejects(connection: DuckDBConnection, file: string, columnCount: number) {
  const rows = await (
    await connection.run(`SELECT min(line_byte_position)::DOUBLE, first(error_type::VARCHAR), first(error_message), first(left(csv_line, 400))
      FROM reject_errors GROUP BY line_byte_position ORDER BY 1`)
  ).getRows();
  const rejects = rows.slice(0, REPORTED_ROWS).map(([position, type, message, line]): Reject => {
    const text = String(line ?? "");
    const blank = /^[\r\n]*/.exec(text)?.[0].length ?? 0;
    return {
      start: Number(position) - 1 + blank,
      type: String(type),
      message: String(message),
      text: cut(text.slice(blank), 200).trimEnd(),
    };
  });
  const lines = await lineNumbers(
    file,
    rejects.map(({ start }) => start),
  );
  const badRows = rejects.map((reject, index) => ({
    line: lines[index],
    reason: reasonOf(reject, columnCount),
    text: reject.text,
  }));
  return { badRowCount: rows.length, badRows };
}

function reasonOf({ type, message }: Reject, columnCount: number): string {
  const found = /Found: (\d+)/.exec(message)?.[1];
  switch (type) {
    case "MISSING COLUMNS":
      return `${found ?? "Fewer"} cells where ${columnCount} are expected.`;
    case "TOO MANY COLUMNS":
      return found && Number(found) > columnCount
        ? `At least ${found} cells where ${columnCount} are expected.`
        : `More than ${columnCount} cells.`;
    case "UNQUOTED VALUE":
      return "A quote is not closed, or text follows it.";
    case "LINE SIZE OVER MAXIMUM":
      return "The line is longer than 2 MB.";
    default:
      return "The row cannot be read.";
  }
}

/** Lines (from 1) of ascending byte positions; quoted line ends count, as they do in an editor. */
async function lineNumbers(file: string, positions: readonly number[]): Promise<number[]> {
  const lines: number[] = [];
  if (positions.length === 0) return lines;
  let line = 1;
  let at = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    while (lines.length < positions.length && positions[lines.length] <= at + chunk.length) {
      const to = positions[lines.length] - at;
      line += countLineEnds(chunk, from, to);
      from = to;
      lines.push(line);
    }
    if (lines.length === positions.length) break;
    line += countLineEnds(chunk, from, chunk.length);
    at += chunk.length;
  }
  return lines;
}

function countLineEnds(chunk: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = chunk.indexOf(10, from); at >= 0 && at < to; at = chunk.indexOf(10, at + 1)) count++;
  return count;
}

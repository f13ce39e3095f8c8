import type { ParseReport } from "../schema";

type Delimiter = ParseReport["delimiter"];
const DELIMITERS: readonly Delimiter[] = [",", ";", "\t", "|"];
const SAMPLE_RECORDS = 100;

/** Records at the start of a CSV text (RFC 4180): quotes hold delimiters and line ends; a doubled quote is one. */
export function readRecords(text: string, delimiter: string, limit: number): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = "";
  let quoted = false;
  const endRecord = () => {
    record.push(cell);
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
    cell = "";
  };
  for (let at = 0; at < text.length && records.length < limit; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (character === '"' && cell.trim() === "") {
      quoted = true;
      cell = "";
    } else if (character === delimiter) {
      record.push(cell);
      cell = "";
    } else if (character === "\n" || character === "\r") {
      if (character === "\r" && text[at + 1] === "\n") at++;
      endRecord();
    } else cell += character;
  }
  if (records.length < limit && (cell !== "" || record.length > 0)) endRecord();
  return records;
}

/**
 * The delimiter that cuts the header and the most of the first records into equally many cells; the comma when none
 * does, so a file of one column is read as one.
 */
export function guessDelimiter(text: string): Delimiter {
  let best: { delimiter: Delimiter; agreeing: number; cells: number } = {
    delimiter: ",",
    agreeing: 0,
    cells: 1,
  };
  for (const delimiter of DELIMITERS) {
    const records = readRecords(text, delimiter, SAMPLE_RECORDS);
    const cells = records[0]?.length ?? 1;
    if (cells < 2) continue;
    const agreeing = records.filter((record) => record.length === cells).length / records.length;
    if (agreeing > best.agreeing || (agreeing === best.agreeing && cells > best.cells))
      best = { delimiter, agreeing, cells };
  }
  return best.delimiter;
}

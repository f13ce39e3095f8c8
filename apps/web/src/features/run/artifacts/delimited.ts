/**
 * The first rows of delimited text (quotes and doubled quotes as in RFC 4180), whatever else may be wrong with it: a file
 * is shown as it is. The last row is left out where the text was cut in it.
 */
export function parseDelimited(
  text: string,
  { delimiter, rows: most, isCut }: { delimiter: string; rows: number; isCut: boolean },
): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length && rows.length < most; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === delimiter) {
      row.push(cell);
      cell = "";
    } else if (character === "\n") {
      rows.push([...row, cell.replace(/\r$/, "")]);
      row = [];
      cell = "";
    } else cell += character;
  }
  const hasMore = row.length > 0 || cell !== "";
  if (hasMore && !isCut && rows.length < most) rows.push([...row, cell]);
  return rows;
}

import { DomainError } from "../../errors";
import { isReservedKey } from "../../reserved-keys";

const MAX_NAME_LENGTH = 250;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DECIMAL_OR_NEGATIVE = /^(-|[+-]?\d*\.\d)/;

/**
 * Column names from the header's cells: trimmed, on one line, unnamed ones called `column_<position from 0>`, each told in `notes`.
 * @throws DomainError csv_no_header, csv_duplicate_columns, csv_reserved_columns, csv_too_many_columns, csv_unreadable
 */
export function columnNames(
  cells: readonly string[],
  maxColumns: number,
): { names: string[]; notes: string[] } {
  if (cells.length > maxColumns)
    throw new DomainError(
      "csv_too_many_columns",
      `The file has ${cells.length.toLocaleString("en")} columns; at most ${maxColumns.toLocaleString("en")} are allowed.`,
      { columns: cells.length, maxColumns },
    );
  const trimmed = cells.map((cell) => cell.replace(/[\p{Cc}\s]+/gu, " ").trim());
  refuseMissingHeader(trimmed);
  refuseDuplicates(trimmed);
  refuseReserved(trimmed);
  const tooLong = trimmed.findIndex((name) => name.length > MAX_NAME_LENGTH);
  if (tooLong >= 0)
    throw new DomainError(
      "csv_unreadable",
      `The name of column ${tooLong + 1} has ${trimmed[tooLong].length.toLocaleString("en")} characters; at most ${MAX_NAME_LENGTH} are allowed. Is the header line broken?`,
    );
  return nameUnnamed(trimmed);
}

/** Numbers are no names; years are (1990, 1991), so whole numbers count only where nothing else stands beside them. */
function refuseMissingHeader(cells: readonly string[]) {
  const filled = cells.filter((cell) => cell !== "");
  const numbers = filled.filter((cell) => NUMBER.test(cell));
  const mostlyNumbers = numbers.length >= filled.length / 2;
  const values =
    numbers.some((cell) => DECIMAL_OR_NEGATIVE.test(cell)) || new Set(numbers).size < numbers.length;
  if (filled.length > 0 && numbers.length < filled.length && !(mostlyNumbers && values)) return;
  const seen = cells
    .slice(0, 4)
    .map((cell) => `"${cell.slice(0, 30)}"`)
    .join(", ");
  throw new DomainError(
    "csv_no_header",
    filled.length === 0
      ? "The first line holds no column names. Put a line with the names of the columns first and upload the file again."
      : `The first line holds values (${seen}${cells.length > 4 ? ", ..." : ""}), not column names. Put a line with the names of the ${cells.length} columns before it and upload the file again.`,
    { firstLine: cells.slice(0, 20) },
  );
}

/** Names that differ in case only count as the same: databases and Parquet readers fold them. */
function refuseDuplicates(names: readonly string[]) {
  const seen = new Map<string, string>();
  const duplicates = new Set<string>();
  for (const name of names) {
    const folded = name.toLowerCase();
    const first = seen.get(folded);
    if (name !== "" && first !== undefined) duplicates.add(first === name ? name : `${first} / ${name}`);
    else seen.set(folded, name);
  }
  if (duplicates.size === 0) return;
  const list = [...duplicates];
  throw new DomainError(
    "csv_duplicate_columns",
    `${list.length === 1 ? "A column name occurs" : "Column names occur"} more than once: ${list.slice(0, 10).join(", ")}${list.length > 10 ? ", ..." : ""}. Give each column a name of its own.`,
    { columns: list },
  );
}

/** Rows travel as objects keyed by column; under these names a value would be taken for part of the object itself. */
function refuseReserved(names: readonly string[]) {
  const reserved = names.filter(isReservedKey);
  if (reserved.length === 0) return;
  const one = reserved.length === 1;
  throw new DomainError(
    "csv_reserved_columns",
    `The column ${one ? "name" : "names"} ${reserved.map((name) => `"${name}"`).join(", ")} ${one ? "is" : "are"} reserved. Give ${one ? "this column another name" : "these columns other names"} and upload the file again.`,
    { columns: reserved },
  );
}

function nameUnnamed(names: readonly string[]): { names: string[]; notes: string[] } {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const notes: string[] = [];
  const all = names.map((name, position) => {
    if (name !== "") return name;
    let given = `column_${position}`;
    while (taken.has(given)) given += "_";
    taken.add(given);
    notes.push(`Column ${position + 1} has no name in the file and is called "${given}".`);
    return given;
  });
  return { names: all, notes };
}

import { LearningError, UnknownColumnError } from "./errors";

/** MLflow's names for column types, as far as a table holds them. */
export type DataType = "double" | "long" | "string" | "boolean";

export interface NumberColumn {
  readonly name: string;
  readonly kind: "number";
  /** shape (rowCount); NaN = missing */
  readonly values: Float64Array;
  /** How the source declared it, when it did; `double` when absent. */
  readonly dataType?: "double" | "long";
}

export interface CategoryColumn {
  readonly name: string;
  readonly kind: "category";
  /** shape (rowCount); an index into `categories`, -1 = missing */
  readonly codes: Int32Array;
  readonly categories: readonly string[];
  /** How the source declared it, when it did; `string` when absent. Booleans are the categories "true" and "false". */
  readonly dataType?: "string" | "boolean";
}

export type Column = NumberColumn | CategoryColumn;

/** Columns of equal length. A plain object of typed arrays: it can be cloned or transferred to a thread as it is. */
export interface Table {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

export type ColumnSchema = Pick<Column, "name" | "kind">;

/** A table of these columns. Throws `invalid_input` for columns of different lengths or a repeated name. */
export function tableFromColumns(columns: readonly Column[]): Table {
  const rowCount = columns.length === 0 ? 0 : columnLength(columns[0]);
  const seen = new Set<string>();
  for (const each of columns) {
    if (columnLength(each) !== rowCount) {
      throw new LearningError(
        "invalid_input",
        `Column "${each.name}" has ${columnLength(each)} rows, the first column has ${rowCount}.`,
        { column: each.name },
      );
    }
    if (seen.has(each.name)) {
      throw new LearningError("invalid_input", `Column "${each.name}" appears twice.`, { column: each.name });
    }
    seen.add(each.name);
  }
  return { rowCount, columns };
}

/** A category column from texts; null and undefined are missing. Categories are sorted, so they do not depend on row order. */
export function categoryColumn(name: string, texts: readonly (string | null | undefined)[]): CategoryColumn {
  const categories = [...new Set(texts.filter((text) => text !== null && text !== undefined))].sort();
  const codeOf = new Map(categories.map((text, code) => [text, code]));
  const codes = Int32Array.from(texts, (text) =>
    text === null || text === undefined ? -1 : codeOf.get(text)!,
  );
  return { name, kind: "category", codes, categories };
}

/** A number column; null, undefined and NaN are missing. */
export function numberColumn(name: string, values: ArrayLike<number | null | undefined>): NumberColumn {
  return { name, kind: "number", values: Float64Array.from(values, (value) => value ?? NaN) };
}

/**
 * A table from row objects. Absent and null values are missing; booleans become 0/1 or "true"/"false" by the column's kind.
 * Throws `invalid_input` with column and row for a value that is not of the column's kind.
 */
export function tableFromRecords(
  rows: readonly Readonly<Record<string, unknown>>[],
  schema: readonly ColumnSchema[],
): Table {
  return tableFromColumns(
    schema.map(({ name, kind }) =>
      kind === "number"
        ? numberColumn(
            name,
            rows.map((row, index) => numberCell(row[name], name, index)),
          )
        : categoryColumn(
            name,
            rows.map((row, index) => textCell(row[name], name, index)),
          ),
    ),
  );
}

function numberCell(value: unknown, column: string, row: number): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw wrongCell(value, column, row, "a number");
}

function textCell(value: unknown, column: string, row: number): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw wrongCell(value, column, row, "text");
}

function wrongCell(value: unknown, column: string, row: number, expected: string): LearningError {
  return new LearningError(
    "invalid_input",
    `Column "${column}", row ${row}: expected ${expected}, received ${typeof value}.`,
    { column, row, expected },
  );
}

export function columnLength(column: Column): number {
  return column.kind === "number" ? column.values.length : column.codes.length;
}

export function columnNames(table: Table): string[] {
  return table.columns.map((each) => each.name);
}

/** The column of that name. Throws `UnknownColumnError`. */
export function column(table: Table, name: string): Column {
  const found = table.columns.find((each) => each.name === name);
  if (!found) throw new UnknownColumnError(name, columnNames(table));
  return found;
}

/** These rows in this order; a row may be taken more than once. */
export function selectRows(table: Table, rows: Int32Array): Table {
  return { rowCount: rows.length, columns: table.columns.map((each) => selectColumnRows(each, rows)) };
}

function selectColumnRows(source: Column, rows: Int32Array): Column {
  if (source.kind === "number") {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = source.values[rows[i]];
    return { ...source, values };
  }
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = source.codes[rows[i]];
  return { ...source, codes };
}

/** The table without these columns. Throws `UnknownColumnError` for a name it does not have. */
export function dropColumns(table: Table, names: readonly string[]): Table {
  for (const name of names) column(table, name);
  return { rowCount: table.rowCount, columns: table.columns.filter((each) => !names.includes(each.name)) };
}

/** The value of one cell: a number, a category, or null when missing. */
export function cellValue(source: Column, row: number): number | string | null {
  if (source.kind === "number") return Number.isNaN(source.values[row]) ? null : source.values[row];
  return source.codes[row] < 0 ? null : source.categories[source.codes[row]];
}

/** Rows as objects, for previews and for JSON; missing values are null. */
export function tableToRecords(table: Table): Record<string, number | string | null>[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(table.columns.map((each) => [each.name, cellValue(each, row)])),
  );
}

import { InputError, listNames, type InputProblem } from "../errors";
import { parseIsoTime, type DateUnit } from "../preparing/date-parts";
import type { InputColumn } from "../preparing/fitted-preparing";
import type { CategoryColumn, Column, DataType, NumberColumn, Table } from "../table";
import { checkRowLengths, type ScoringInput } from "./scoring-input";
import type { ColumnSpec, Signature } from "./signature";

/** Reads the cell of a row; undefined where it has none. */
type Cells = (row: number) => unknown;

/** A missing cell, a value of the column, or what is wrong with it. */
type Reading<Value> = { readonly value: Value | null } | { readonly received: string };

const NUMBER_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** What pandas writes and reads as a missing number. */
const MISSING_NUMBER_TEXTS = new Set(["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"]);

/** The signature's columns as a table, or an `InputError` naming every column that is missing or wrong. */
export function validateInput(
  input: ScoringInput,
  signature: Signature,
  inputs: readonly InputColumn[],
): Table {
  const cells = signature.inputs.map((spec) => cellsOf(input, spec, signature));
  refuseMissing(signature, cells);
  const rowCount = input.kind === "records" ? input.records.length : input.rows.length;
  const texts = input.kind === "rows" && input.texts;
  const problems: InputProblem[] = [];
  const columns = signature.inputs.map((spec, index) => {
    const { nullable = true, date } = inputs.find(({ name }) => name === spec.name) ?? {};
    const request = { spec, rowCount, cells: cells[index], nullable, problems };
    const readNumber = texts ? numberFromText : numberFromJson;
    return isNumber(spec.type)
      ? readNumbers(request, date === undefined ? readNumber : orDate(readNumber, date))
      : readCategories(request, texts ? textFromText : textFromJson);
  });
  if (problems.length > 0) throw wrongValues(problems);
  return { rowCount, columns };
}

function isNumber(type: DataType): type is NonNullable<NumberColumn["dataType"]> {
  return type === "double" || type === "long";
}

/** Null where the request does not have the column at all. */
function cellsOf(input: ScoringInput, { name }: ColumnSpec, signature: Signature): Cells | null {
  if (input.kind === "records") {
    const { records } = input;
    const present = records.length === 0 || records.some((record) => Object.hasOwn(record, name));
    return present ? (row) => (Object.hasOwn(records[row], name) ? records[row][name] : null) : null;
  }
  if (input.columns === null) checkRowLengths(input.rows, signature.inputs.length);
  const at = input.columns?.indexOf(name) ?? signature.inputs.findIndex((spec) => spec.name === name);
  return at < 0 ? null : (row) => input.rows[row][at];
}

function refuseMissing(signature: Signature, cells: readonly (Cells | null)[]): void {
  const missingColumns = signature.inputs
    .filter(({ required }, index) => required && cells[index] === null)
    .map(({ name }) => name);
  if (missingColumns.length === 0) return;
  const expectedColumns = signature.inputs.map(({ name, type }) => ({ name, type }));
  const expected = listNames(expectedColumns.map(({ name, type }) => `${name} (${type})`));
  throw new InputError(
    `Model is missing inputs ${listNames(missingColumns)}. Expected columns: ${expected}.`,
    {
      missingColumns,
      expectedColumns,
    },
  );
}

function wrongValues(problems: readonly InputProblem[]): InputError {
  const told = problems
    .slice(0, 10)
    .map(
      ({ column, row, expected, received }) =>
        `column "${column}", row ${row}: expected ${expected}, received ${received}`,
    );
  const more = problems.length > 10 ? `; and ${problems.length - 10} more columns` : "";
  return new InputError(`Incompatible input: ${told.join("; ")}${more}.`, { problems });
}

interface ColumnRequest {
  readonly spec: ColumnSpec;
  readonly rowCount: number;
  readonly cells: Cells | null;
  readonly nullable: boolean;
  /** The first problem of every column is added here. */
  readonly problems: InputProblem[];
}

function readNumbers(
  request: ColumnRequest,
  read: (cell: unknown, type: DataType) => Reading<number>,
): Column {
  const { spec, rowCount, cells } = request;
  const values = new Float64Array(rowCount).fill(NaN);
  for (let row = 0; row < rowCount; row++) {
    const cell = cells === null ? null : cells(row);
    // The common case, without an allocation.
    if (spec.type === "double" && typeof cell === "number") values[row] = cell;
    else {
      const value = accept(request, row, read(cell, spec.type));
      if (value === undefined) break;
      values[row] = value ?? NaN;
    }
  }
  return { name: spec.name, kind: "number", values };
}

function readCategories(
  request: ColumnRequest,
  read: (cell: unknown, type: DataType) => Reading<string>,
): CategoryColumn {
  const { spec, rowCount, cells } = request;
  const codes = new Int32Array(rowCount).fill(-1);
  const codeOf = new Map<string, number>();
  for (let row = 0; row < rowCount; row++) {
    const value = accept(request, row, read(cells === null ? null : cells(row), spec.type));
    if (value === undefined) break;
    if (value === null) continue;
    let code = codeOf.get(value);
    if (code === undefined) codeOf.set(value, (code = codeOf.size));
    codes[row] = code;
  }
  return { name: spec.name, kind: "category", codes, categories: [...codeOf.keys()] };
}

/** The value, null when it is missing and may be, undefined when the column is wrong. */
function accept<Value>(
  request: ColumnRequest,
  row: number,
  reading: Reading<Value>,
): Value | null | undefined {
  const { spec, nullable, problems } = request;
  if ("value" in reading && (reading.value !== null || nullable)) return reading.value;
  const received = "value" in reading ? "a missing value" : reading.received;
  problems.push({ column: spec.name, row, expected: EXPECTED[spec.type], received });
  return undefined;
}

const EXPECTED: Record<DataType, string> = {
  double: "a number (double)",
  long: "a whole number (long)",
  string: "a text (string)",
  boolean: "true or false (boolean)",
};

const MISSING = { value: null } as const;

function numberFromJson(cell: unknown, type: DataType): Reading<number> {
  if (cell === null || cell === undefined) return MISSING;
  if (typeof cell !== "number") return { received: describe(cell) };
  return type === "double" || Number.isInteger(cell) ? { value: cell } : { received: String(cell) };
}

/** A date as people write it is the number that training saw. */
function orDate(read: typeof numberFromJson, unit: DateUnit): typeof numberFromJson {
  return (cell, type) => {
    const ms = typeof cell === "string" ? parseIsoTime(cell) : NaN;
    return Number.isNaN(ms) ? read(cell, type) : { value: unit === "s" ? ms / 1000 : ms };
  };
}

function numberFromText(cell: unknown, type: DataType): Reading<number> {
  const text = String(cell ?? "").trim();
  if (MISSING_NUMBER_TEXTS.has(text)) return MISSING;
  return NUMBER_TEXT.test(text) ? numberFromJson(Number(text), type) : { received: describe(text) };
}

function textFromJson(cell: unknown, type: DataType): Reading<string> {
  if (cell === null || cell === undefined) return MISSING;
  const fits = type === "boolean" ? typeof cell === "boolean" : typeof cell === "string";
  return fits ? { value: String(cell) } : { received: describe(cell) };
}

function textFromText(cell: unknown, type: DataType): Reading<string> {
  const text = String(cell ?? "");
  if (text === "") return MISSING;
  if (type === "string") return { value: text };
  const lower = text.trim().toLowerCase();
  return lower === "true" || lower === "false" ? { value: lower } : { received: describe(text) };
}

function describe(cell: unknown): string {
  if (typeof cell === "string") return `the text "${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}"`;
  if (typeof cell === "object") return Array.isArray(cell) ? "a list" : "an object";
  return String(cell);
}

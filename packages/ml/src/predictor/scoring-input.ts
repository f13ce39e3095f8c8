import { parseCsv } from "../csv";
import { CsvError, InputError } from "../errors";

export type ScoringParams = Readonly<Record<string, unknown>>;

/** A scoring request after its syntax was checked and before its columns and types are. */
export type ScoringInput =
  | {
      readonly kind: "records";
      readonly records: readonly Readonly<Record<string, unknown>>[];
      readonly params?: ScoringParams;
    }
  | {
      readonly kind: "rows";
      /** null: cells are in the order of the signature's columns */
      readonly columns: readonly string[] | null;
      readonly rows: readonly (readonly unknown[])[];
      /** True for CSV: cells are texts, empty ones are missing, numbers are read from text. */
      readonly texts: boolean;
      readonly params?: ScoringParams;
    };

const FORMATS = ["dataframe_split", "dataframe_records", "instances", "inputs"] as const;
type Format = (typeof FORMATS)[number];

/**
 * Reads a request of MLflow's scoring protocol: JSON with exactly one of `dataframe_split`, `dataframe_records`, `instances`
 * and `inputs` (and optional `params`), or CSV with a header. `body` is the text, or JSON that was parsed already.
 * Throws `InputError`, also for a content type that is neither.
 */
export function parseScoringInput(contentType: string | undefined, body: unknown): ScoringInput {
  const type = (contentType ?? "application/json").split(";")[0].trim().toLowerCase();
  if (type === "text/csv") return parseCsvBody(body);
  if (type === "application/json" || type === "")
    return parseJsonBody(typeof body === "string" ? readJson(body) : body);
  throw new InputError(`The content type ${type} is not supported. Send application/json or text/csv.`, {
    contentType: type,
  });
}

function parseCsvBody(body: unknown): ScoringInput {
  if (typeof body !== "string") throw new InputError("A text/csv request needs a text as its body.");
  try {
    const { header, rows } = parseCsv(body);
    return { kind: "rows", columns: header, rows, texts: true };
  } catch (error) {
    if (error instanceof CsvError) throw new InputError(error.message, { line: error.line });
    throw error;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError("The body is not valid JSON.");
  }
}

function parseJsonBody(body: unknown): ScoringInput {
  const given = isObject(body) ? FORMATS.filter((format) => Object.hasOwn(body, format)) : [];
  if (!isObject(body) || given.length !== 1) {
    throw new InputError(
      `The input must be a JSON object with exactly one of the fields ${FORMATS.join(", ")}.`,
      {
        received: isObject(body) ? Object.keys(body).slice(0, 20) : typeof body,
      },
    );
  }
  const { params } = body;
  if (params !== undefined && params !== null && !isObject(params))
    throw new InputError("params must be a JSON object.");
  const input = READERS[given[0]](body[given[0]]);
  return isObject(params) ? { ...input, params } : input;
}

const READERS: Record<Format, (value: unknown) => ScoringInput> = {
  dataframe_split: readSplit,
  dataframe_records(value) {
    if (!Array.isArray(value) || !value.every(isObject)) {
      throw new InputError("dataframe_records must be a list of objects, one per row.");
    }
    return { kind: "records", records: value };
  },
  instances: (value) => readList("instances", value),
  inputs: (value) => (isObject(value) ? readColumns(value) : readList("inputs", value)),
};

function readSplit(value: unknown): ScoringInput {
  if (!isObject(value) || !Array.isArray(value.data) || !value.data.every(Array.isArray)) {
    throw new InputError(
      "dataframe_split must be an object with columns and data, data being a list of rows.",
    );
  }
  const { columns, data } = value;
  if (columns === undefined || columns === null)
    return { kind: "rows", columns: null, rows: data, texts: false };
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === "string")) {
    throw new InputError("dataframe_split.columns must be a list of column names.");
  }
  const repeated = columns.find((name, index) => columns.indexOf(name) !== index);
  if (repeated !== undefined) throw new InputError(`dataframe_split.columns names "${repeated}" twice.`);
  checkRowLengths(data, columns.length);
  return { kind: "rows", columns, rows: data, texts: false };
}

/** TensorFlow Serving's row format: objects, or rows of cells in the order of the signature. */
function readList(format: Format, value: unknown): ScoringInput {
  if (Array.isArray(value) && value.every(isObject)) return { kind: "records", records: value };
  if (Array.isArray(value) && value.every(Array.isArray))
    return { kind: "rows", columns: null, rows: value, texts: false };
  throw new InputError(
    `${format} must be a list of objects or a list of rows${format === "inputs" ? ", or an object of columns" : ""}.`,
  );
}

/** TensorFlow Serving's column format: one list per column, all of the same length. */
function readColumns(value: Readonly<Record<string, unknown>>): ScoringInput {
  const columns = Object.keys(value);
  const lists = columns.map((name) => {
    const list = value[name];
    if (Array.isArray(list)) return list as unknown[];
    throw new InputError(`inputs.${name} must be a list with one value per row.`);
  });
  const rowCount = lists[0]?.length ?? 0;
  const uneven = columns.find((_, index) => lists[index].length !== rowCount);
  if (uneven !== undefined) {
    const length = lists[columns.indexOf(uneven)].length;
    throw new InputError(`inputs.${uneven} has ${length} values, inputs.${columns[0]} has ${rowCount}.`);
  }
  const rows = Array.from({ length: rowCount }, (_, row) => lists.map((list) => list[row]));
  return { kind: "rows", columns, rows, texts: false };
}

export function checkRowLengths(rows: readonly (readonly unknown[])[], width: number): void {
  const wrong = rows.findIndex((row) => row.length !== width);
  if (wrong < 0) return;
  throw new InputError(`Row ${wrong} has ${rows[wrong].length} values, there are ${width} columns.`, {
    row: wrong,
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

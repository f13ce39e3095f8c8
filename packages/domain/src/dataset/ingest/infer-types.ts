import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnType } from "../schema";

/** How a column's texts are read: as a type, and for numbers with which decimal sign. */
export interface ColumnReading {
  type: ColumnType;
  decimalComma: boolean;
}

/** Whole numbers beyond it lose digits as JavaScript numbers, so identifiers of that size stay texts. */
const MAX_INTEGER = "9007199254740991";
const BATCH = 100;

const INTEGER = "[+-]?[0-9]+";
const FLOAT = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";
const DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const TIMESTAMP = `${DATE}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?`;

const matches = (text: string, pattern: string) => `regexp_full_match(trim(${text}), '${pattern}')`;
const withPoint = (column: string) => `replace(${column}, ',', '.')`;

/** In the order in which they are preferred: the first that every value fits. */
const TESTS: { type: ColumnType; comma: boolean; sql: (column: string) => string }[] = [
  {
    type: "integer",
    comma: false,
    sql: (c) => `${matches(c, INTEGER)} AND abs(TRY_CAST(trim(${c}) AS HUGEINT)) <= ${MAX_INTEGER}`,
  },
  { type: "float", comma: false, sql: (c) => isFloat(c) },
  { type: "boolean", comma: false, sql: (c) => `lower(trim(${c})) IN ('true', 'false')` },
  {
    type: "date",
    comma: false,
    sql: (c) => `${matches(c, DATE)} AND TRY_CAST(trim(${c}) AS DATE) IS NOT NULL`,
  },
  {
    type: "timestamp",
    comma: false,
    sql: (c) =>
      `(${matches(c, TIMESTAMP)} OR ${matches(c, DATE)}) AND TRY_CAST(trim(${c}) AS TIMESTAMPTZ) IS NOT NULL`,
  },
  { type: "float", comma: true, sql: (c) => isFloat(withPoint(c)) },
];

/** A float beyond 2^53 that is written as a whole number is an identifier, so it does not count as one. */
function isFloat(text: string): string {
  return `${matches(text, FLOAT)} AND isfinite(TRY_CAST(trim(${text}) AS DOUBLE)) AND NOT (${matches(text, INTEGER)} AND length(trim(${text})) > 17)`;
}

/** The narrowest type that every value of a column fits, over all rows of `raw`; a column without values is text. */
export async function inferTypes(
  connection: DuckDBConnection,
  columnCount: number,
  { decimalComma }: { decimalComma: boolean },
): Promise<ColumnReading[]> {
  const tests = TESTS.filter((test) => !test.comma || decimalComma);
  const readings: ColumnReading[] = [];
  for (let from = 0; from < columnCount; from += BATCH) {
    const to = Math.min(columnCount, from + BATCH);
    const expressions: string[] = [];
    for (let index = from; index < to; index++)
      for (const test of tests)
        expressions.push(
          `bool_and(coalesce(${test.sql(`c${index}`)}, false)) FILTER (c${index} IS NOT NULL)`,
        );
    const [row] = await (await connection.run(`SELECT ${expressions.join(", ")} FROM raw`)).getRows();
    for (let index = 0; index < to - from; index++) {
      const fitting = tests.find((_, position) => row[index * tests.length + position] === true);
      readings.push({ type: fitting?.type ?? "string", decimalComma: fitting?.comma ?? false });
    }
  }
  return readings;
}

/** Makes the table `typed` from `raw`, in the same order, and drops `raw`. */
export async function convertRows(
  connection: DuckDBConnection,
  readings: readonly ColumnReading[],
): Promise<void> {
  const columns = readings.map((reading, index) => `${converted(`c${index}`, reading)} AS c${index}`);
  await connection.run(`CREATE TABLE typed AS SELECT ${columns.join(", ")} FROM raw`);
  await connection.run("DROP TABLE raw");
}

function converted(column: string, { type, decimalComma }: ColumnReading): string {
  switch (type) {
    case "integer":
      return `CAST(trim(${column}) AS BIGINT)`;
    case "float":
      return `CAST(trim(${decimalComma ? withPoint(column) : column}) AS DOUBLE)`;
    case "boolean":
      return `lower(trim(${column})) = 'true'`;
    case "date":
      return `CAST(trim(${column}) AS DATE)`;
    case "timestamp":
      return `CAST(CAST(trim(${column}) AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS TIMESTAMP)`;
    case "string":
      return column;
  }
}

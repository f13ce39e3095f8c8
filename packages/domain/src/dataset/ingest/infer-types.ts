import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnType } from "../schema";

/** How a column's texts are read: as a type, and for numbers with which decimal sign. */
export interface ColumnReading {
  type: ColumnType;
  decimalComma: boolean;
}

/** Whole numbers beyond it lose digits as JavaScript numbers, so identifiers of that size stay texts. */
const MAX_INTEGER = "9007199254740991";
const BATCH = 500;

const INTEGER = "[+-]?[0-9]+";
const FLOAT = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";
const DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const TIMESTAMP = `${DATE}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?`;

const matches = (text: string, pattern: string) => `regexp_full_match(trim(${text}), '${pattern}')`;
const withPoint = (column: string) => `replace(${column}, ',', '.')`;

interface Test {
  type: ColumnType;
  comma: boolean;
  sql: (column: string) => string;
}

/** In the order in which they are preferred: the first that every value fits. */
const TESTS: readonly Test[] = [
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

const SAMPLE = "(SELECT * FROM raw LIMIT 2000)";

/**
 * The narrowest type that every value of a column fits, over all rows of `raw`; a column without values is text.
 * The first rows rule out most tests, so that all rows see one test a column (300,000 x 21: 2.0 s of processor time instead of 9.7 s).
 */
export async function inferTypes(
  connection: DuckDBConnection,
  columnCount: number,
  { decimalComma }: { decimalComma: boolean },
): Promise<ColumnReading[]> {
  const tests = TESTS.filter((test) => !test.comma || decimalComma);
  const columns = Array.from({ length: columnCount }, (_, index) => index);
  const everyTest = columns.flatMap((index) => tests.map((test) => ({ index, test })));
  const inSample = await holds(connection, SAMPLE, everyTest);
  const open = columns.map((index) =>
    tests.filter((_, position) => inSample[index * tests.length + position] !== false),
  );
  const found = new Map<number, Test>();
  for (let left = columns; left.length > 0;) {
    const next = left.flatMap((index) => open[index].slice(0, 1).map((test) => ({ index, test })));
    const answers = await holds(connection, "raw", next);
    next.forEach(({ index, test }, position) => {
      if (answers[position] === true) found.set(index, test);
      // Null: no value at all, so no type either.
      open[index] = answers[position] === false ? open[index].slice(1) : [];
    });
    left = left.filter((index) => open[index].length > 0);
  }
  return columns.map((index) => {
    const test = found.get(index);
    return { type: test?.type ?? "string", decimalComma: test?.comma ?? false };
  });
}

/** For each test whether all values of its column pass; null where the column has none. */
async function holds(
  connection: DuckDBConnection,
  source: string,
  asked: readonly { index: number; test: Test }[],
): Promise<(boolean | null)[]> {
  const answers: (boolean | null)[] = [];
  for (let from = 0; from < asked.length; from += BATCH) {
    const expressions = asked
      .slice(from, from + BATCH)
      .map(
        ({ index, test }) =>
          `bool_and(coalesce(${test.sql(`c${index}`)}, false)) FILTER (c${index} IS NOT NULL)`,
      );
    const [row] = await (await connection.run(`SELECT ${expressions.join(", ")} FROM ${source}`)).getRows();
    answers.push(...(row as (boolean | null)[]));
  }
  return answers;
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

import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { HISTOGRAM_BINS, TOP_VALUES, type ColumnProfile, type ColumnType } from "../schema";

const BATCH = 40;
const SHOWN_CHARACTERS = 200;

/** The values of column `c<index>` of `typed` as doubles, milliseconds for dates; null for texts and booleans. */
function measured(index: number, type: ColumnType): string | null {
  switch (type) {
    case "integer":
    case "float":
      return `c${index}::DOUBLE`;
    case "date":
    case "timestamp":
      return `epoch_ms(c${index}::TIMESTAMP)::DOUBLE`;
    case "boolean":
    case "string":
      return null;
  }
}

/** Profiles every column of the table `typed` in SQL. */
export async function profileColumns(
  connection: DuckDBConnection,
  columns: readonly { name: string; type: ColumnType }[],
): Promise<ColumnProfile[]> {
  const profiles: ColumnProfile[] = [];
  for (let from = 0; from < columns.length; from += BATCH) {
    const batch = columns
      .slice(from, from + BATCH)
      .map((column, offset) => ({ ...column, index: from + offset }));
    const summaries = await withLargeFigures(connection, batch, await summarise(connection, batch));
    const histograms = await countBins(connection, batch, summaries);
    const tops = await countTopValues(connection, batch);
    batch.forEach(({ index }, offset) =>
      profiles.push({
        ...summaries[offset],
        topValues: tops.get(index) ?? [],
        histogram: histograms.get(index) ?? null,
      }),
    );
  }
  return profiles;
}

type Batch = readonly { name: string; type: ColumnType; index: number }[];
type Summary = Omit<ColumnProfile, "topValues" | "histogram">;
const FIELDS = 8;
/** The squares of larger values, and the sums of many, are beyond a double, which DuckDB calls an error. */
const LARGE = "1e140";

async function summarise(connection: DuckDBConnection, batch: Batch): Promise<Summary[]> {
  const expressions = batch.flatMap(({ index, type }) => {
    const value = measured(index, type) ?? "NULL::DOUBLE";
    const isNumber = type === "integer" || type === "float";
    return [
      `count(*) FILTER (c${index} IS NULL)::DOUBLE`,
      `count(DISTINCT c${index})::DOUBLE`,
      `min(${value})`,
      `max(${value})`,
      `avg(${value}) FILTER (abs(${value}) < ${LARGE})`,
      isNumber ? `stddev_samp(${value}) FILTER (abs(${value}) < ${LARGE})` : "NULL::DOUBLE",
      isNumber ? `quantile_cont(${value}, [0.05, 0.25, 0.5, 0.75, 0.95])::DOUBLE[]` : "NULL::DOUBLE[]",
      type === "string" ? `max(length(c${index}))::DOUBLE` : "NULL::DOUBLE",
    ];
  });
  const [row] = await (await connection.run(`SELECT ${expressions.join(", ")} FROM typed`)).getRowsJS();
  return batch.map(({ name }, offset): Summary => {
    const [missing, distinct, min, max, mean, std, quantiles, maxLength] = row.slice(offset * FIELDS) as [
      number,
      number,
      ...(number | null)[],
    ] & { 6: number[] | null };
    return {
      name,
      missing,
      distinct,
      min: finite(min),
      max: finite(max),
      mean: finite(mean),
      std: finite(std),
      quantiles: Array.isArray(quantiles) ? quantilesOf(quantiles as number[]) : null,
      maxLength: maxLength as number | null,
    };
  });
}

/** Mean and deviation of columns with values beyond `LARGE`, measured in units of the largest. */
async function withLargeFigures(
  connection: DuckDBConnection,
  batch: Batch,
  summaries: readonly Summary[],
): Promise<Summary[]> {
  const figures = new Map<number, Pick<Summary, "mean" | "std">>();
  for (const [offset, { min, max }] of summaries.entries()) {
    const unit = Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0));
    const value = measured(batch[offset].index, batch[offset].type);
    if (value === null || unit < Number(LARGE)) continue;
    const [[mean, std]] = await rowsOf(
      connection,
      `SELECT avg(u), stddev_samp(u) FROM (SELECT ${value} / ${double(unit)} AS u FROM typed)`,
    );
    figures.set(offset, { mean: inUnits(mean, unit), std: inUnits(std, unit) });
  }
  return summaries.map((summary, offset) => ({ ...summary, ...figures.get(offset) }));
}

const inUnits = (value: DuckDBValue, unit: number) => finite(typeof value === "number" ? value * unit : null);

/** Differences of very large values overflow; a figure that is not finite is no figure (and no JSON). */
function finite(value: number | null): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function quantilesOf(values: number[]): ColumnProfile["quantiles"] {
  const [p05, p25, p50, p75, p95] = values;
  if (!values.every(Number.isFinite)) return null;
  return { p05, p25, p50, p75, p95 };
}

async function countBins(connection: DuckDBConnection, batch: Batch, summaries: readonly Summary[]) {
  const histograms = new Map<number, NonNullable<ColumnProfile["histogram"]>>();
  const parts = batch.flatMap(({ index, type }, offset) => {
    const { min, max } = summaries[offset];
    const value = measured(index, type);
    if (value === null || min === null || max === null || !Number.isFinite(max - min)) return [];
    histograms.set(index, { min, max, counts: new Array<number>(HISTOGRAM_BINS).fill(0) });
    const bin =
      max === min
        ? "0"
        : `least(${HISTOGRAM_BINS - 1}, floor((${value} - ${double(min)}) / ${double(max - min)} * ${HISTOGRAM_BINS}))::INTEGER`;
    return [
      `SELECT ${index} AS i, ${bin} AS bin, count(*)::DOUBLE AS n FROM typed WHERE c${index} IS NOT NULL GROUP BY bin`,
    ];
  });
  if (parts.length > 0)
    for (const [index, bin, count] of await rowsOf(connection, parts.join(" UNION ALL ")))
      histograms.get(Number(index))!.counts[Number(bin)] = Number(count);
  return histograms;
}

const double = (value: number) => `(${value.toString()})::DOUBLE`;

async function countTopValues(connection: DuckDBConnection, batch: Batch) {
  const tops = new Map<number, ColumnProfile["topValues"]>();
  const parts = batch
    .filter(({ type }) => type === "string" || type === "boolean")
    .map(
      ({ index }) =>
        `(SELECT ${index} AS i, left(c${index}::VARCHAR, ${SHOWN_CHARACTERS}) AS value, count(*)::DOUBLE AS n FROM typed
          WHERE c${index} IS NOT NULL GROUP BY c${index} ORDER BY n DESC, c${index} LIMIT ${TOP_VALUES})`,
    );
  if (parts.length > 0)
    for (const [index, value, count] of await rowsOf(
      connection,
      `SELECT * FROM (${parts.join(" UNION ALL ")}) ORDER BY i, n DESC, value`,
    )) {
      const list = tops.get(Number(index)) ?? [];
      list.push({ value: String(value), count: Number(count) });
      tops.set(Number(index), list);
    }
  return tops;
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<DuckDBValue[][]> {
  return (await connection.run(sql)).getRows();
}

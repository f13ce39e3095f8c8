import path from "node:path";
import { DomainError } from "../../errors";
import {
  MIN_ROWS,
  type ColumnProfile,
  type DatasetColumn,
  type DatasetLimits,
  type ParseReport,
} from "../schema";
import { guessDelimiter, readRecords } from "./dialect";
import { identifier, literal, withDuckDb } from "./duckdb";
import { columnNames } from "./header";
import { convertRows, inferTypes } from "./infer-types";
import { loadRows } from "./load-rows";
import { profileColumns } from "./profile";
import { openTextFile } from "./text-file";

export interface IngestedCsv {
  /** In the work directory. */
  parquetPath: string;
  rowCount: number;
  columns: DatasetColumn[];
  profile: ColumnProfile[];
  parseReport: ParseReport;
}

/**
 * Reads a CSV file of the local disk, makes its columns typed, profiles them and writes them as Parquet, rows in the
 * file's order. Everything runs in DuckDB; what does not fit its memory goes to the work directory.
 * @throws DomainError csv_*, too_large
 */
export async function ingestCsv(
  file: string,
  workDirectory: string,
  limits: DatasetLimits,
): Promise<IngestedCsv> {
  const text = await openTextFile(file, workDirectory, limits.maxBytes);
  const delimiter = guessDelimiter(text.start);
  const [header] = readRecords(text.start, delimiter, 1);
  const { names, notes } = columnNames(header ?? [], limits.maxColumns);
  const parquetPath = path.join(workDirectory, "rows.parquet");
  return withDuckDb({ directory: workDirectory, files: [text.path] }, async (connection) => {
    const loaded = await loadRows(connection, text.path, { delimiter, columnCount: names.length });
    refuseTooFewRows(loaded.rowCount, loaded.badRowCount);
    const readings = await inferTypes(connection, names.length, { decimalComma: delimiter !== "," });
    await convertRows(connection, readings);
    const typed = names.map((name, index) => ({ name, type: readings[index].type }));
    const profile = await profileColumns(connection, typed);
    const renamed = names.map((name, index) => `c${index} AS ${identifier(name)}`).join(", ");
    await connection.run(
      `COPY (SELECT ${renamed} FROM typed) TO ${literal(parquetPath)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return {
      parquetPath,
      rowCount: loaded.rowCount,
      columns: typed.map((column, index) => ({ ...column, nullable: profile[index].missing > 0 })),
      profile,
      parseReport: {
        delimiter,
        encoding: text.encoding,
        compression: text.compression,
        decimalComma: readings.some((reading) => reading.decimalComma),
        header: true,
        badRowCount: loaded.badRowCount,
        badRows: loaded.badRows,
        notes,
      },
    };
  });
}

function refuseTooFewRows(rowCount: number, badRowCount: number) {
  if (rowCount >= MIN_ROWS) return;
  const has = rowCount === 0 ? "no rows below its header" : rowCount === 1 ? "1 row" : `${rowCount} rows`;
  const bad = badRowCount > 0 ? ` (${badRowCount} more cannot be read)` : "";
  throw new DomainError("csv_too_few_rows", `The file has ${has}${bad}; at least ${MIN_ROWS} are needed.`, {
    rowCount,
    badRowCount,
    minRows: MIN_ROWS,
  });
}

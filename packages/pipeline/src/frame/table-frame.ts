import { tableFromColumns, type Column, type Table } from "@pipepilot/ml";
import { decodeFrame, encodeFrame, floats, integers } from "./frame";

type ColumnHeader =
  | { name: string; kind: "number"; dataType?: "double" | "long" }
  | { name: string; kind: "category"; dataType?: "string" | "boolean"; categories: readonly string[] };

/** A table as bytes. */
export function encodeTable(table: Table): Uint8Array {
  const columns = table.columns.map(headerOf);
  const arrays = table.columns.map(
    (column, index) => [String(index), column.kind === "number" ? column.values : column.codes] as const,
  );
  return encodeFrame({ rowCount: table.rowCount, columns }, arrays);
}

/** The table of these bytes. */
export function decodeTable(bytes: Uint8Array): Table {
  const frame = decodeFrame<{ columns: ColumnHeader[] }>(bytes);
  return tableFromColumns(
    frame.header.columns.map((header, index): Column =>
      header.kind === "number"
        ? { ...header, values: floats(frame, String(index)) }
        : { ...header, codes: integers(frame, String(index)) },
    ),
  );
}

function headerOf(column: Column): ColumnHeader {
  if (column.kind === "number") return { name: column.name, kind: column.kind, dataType: column.dataType };
  const { name, kind, dataType, categories } = column;
  return { name, kind, dataType, categories };
}

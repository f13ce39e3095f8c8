import { tableFromColumns, type Column } from "@pipepilot/ml";
import { encodeTable } from "../frame/table-frame";
import type { Step, StepResult } from "./step";

export interface IngestInput {
  /** The dataset version's columns, as they were read from its Parquet copy. */
  readonly columns: readonly Column[];
}

export type IngestResult = StepResult<"table", { rows: number; columns: number }>;

/** Turns a dataset version into the table every later step reads. */
export const ingest: Step<IngestInput, IngestResult> = {
  id: "ingest",
  codeVersion: 1,
  run({ columns }) {
    const table = tableFromColumns(columns);
    const facts = { rows: table.rowCount, columns: columns.length };
    return {
      blobs: { table: encodeTable(table) },
      facts,
      log: [`Read ${facts.rows} rows and ${facts.columns} columns.`],
    };
  },
};

import { LearningError } from "../errors";
import { checkExpression, evaluateExpression } from "../expression/evaluate";
import { parseExpression } from "../expression/parse";
import type { Table } from "../table";
import type { PrepareConfig } from "./config";
import { deriveColumns } from "./derive";

/**
 * Rows for which `config.filter` holds, ascending; null without a filter. It may read every column, the target and derived
 * ones too, since rows to predict are never filtered. A row for which it is unknown, a value being missing, is left out, as
 * in SQL. Throws `unknown_column`, `invalid_expression` or `too_few_rows` when no row is left.
 */
export function filterRows(table: Table, config: PrepareConfig, target: string): Int32Array | null {
  if (config.filter === undefined) return null;
  const expression = parseExpression(config.filter);
  const columns = [...table.columns, ...deriveColumns(table.columns, config, target)];
  checkExpression(expression, columns);
  const holds = evaluateExpression(expression, { rowCount: table.rowCount, columns });
  const rows = Int32Array.from({ length: table.rowCount }, (_, row) => row).filter(
    (row) => holds[row] !== 0 && !Number.isNaN(holds[row]),
  );
  if (rows.length > 0) return rows;
  throw new LearningError(
    "too_few_rows",
    `prepare.filter: ${config.filter} holds for none of ${table.rowCount} rows.`,
    { filter: config.filter },
  );
}

import {
  encodeTarget,
  filterRows,
  selectRows,
  type EncodedTarget,
  type Table,
  type Task,
} from "@pipepilot/ml";
import type { PipelineConfig } from "../config/schema";
import { formatCount } from "./format";

export interface UsableRows {
  /** Of the whole table; `rows` are those with a known target for which the filter holds. */
  readonly target: EncodedTarget;
  /** Rows that the filter leaves out. */
  readonly filtered: number;
  /** What was left out, for the step's log. */
  readonly log: readonly string[];
}

/**
 * The rows to learn from and to judge on, and their target. Throws a `LearningError` where the filter, the target or what is
 * left of it cannot be used.
 */
export function usableRows(
  table: Table,
  { target: name, prepare }: Pick<PipelineConfig, "target" | "prepare">,
  task: Task | undefined,
): UsableRows {
  const kept = filterRows(table, prepare, name);
  const target = kept === null ? encodeTarget(table, name, task) : filteredTarget(table, kept, name, task);
  const rowCount = kept?.length ?? table.rowCount;
  const filtered = table.rowCount - rowCount;
  const missing = rowCount - target.rows.length;
  const log = [
    ...(kept === null
      ? []
      : [
          `The filter ${prepare.filter} leaves out ${formatCount(filtered)} of ${formatCount(table.rowCount)} rows.`,
        ]),
    ...(missing > 0 ? [`${missing} rows have no target and are left out.`] : []),
  ];
  return { target, filtered, log };
}

/** Classes that only filtered rows have are none. */
function filteredTarget(table: Table, kept: Int32Array, name: string, task: Task | undefined): EncodedTarget {
  const target = encodeTarget(selectRows(table, kept), name, task);
  const y = new Float64Array(table.rowCount).fill(NaN);
  kept.forEach((row, at) => (y[row] = target.y[at]));
  return { ...target, y, rows: target.rows.map((at) => kept[at]) };
}

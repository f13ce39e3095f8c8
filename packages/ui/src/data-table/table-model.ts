import { useMemo } from "react";
import {
  createSortedRowModel,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowSelectionState,
  type SortingState,
} from "@tanstack/react-table";
import type { DataTableColumn, Sort } from "./types";

const features = tableFeatures({
  rowSortingFeature,
  rowSelectionFeature,
  sortedRowModel: createSortedRowModel(),
});

type Features = typeof features;

interface ModelOptions<Row> {
  columns: readonly DataTableColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  sort: Sort | undefined;
  /** The rows come sorted. */
  manualSorting: boolean;
  selection: ReadonlySet<string>;
  onSelectionChange: (selected: Set<string>) => void;
}

/** Sorting and selecting, without a word about how it looks. */
export function useTableModel<Row>(options: ModelOptions<Row>) {
  const { columns, rows, rowId, sort, manualSorting, selection, onSelectionChange } = options;
  const definitions = useMemo(() => columns.map((column) => definition(column)), [columns]);
  const data = useMemo(() => [...rows], [rows]);
  const sorting: SortingState = useMemo(() => (sort ? [{ id: sort.id, desc: sort.descending }] : []), [sort]);
  const rowSelection: RowSelectionState = useMemo(
    () => Object.fromEntries([...selection].map((id) => [id, true])),
    [selection],
  );
  return useTable<Features, Row & object>({
    features,
    columns: definitions as ColumnDef<Features, Row & object>[],
    data: data as (Row & object)[],
    getRowId: rowId,
    manualSorting,
    state: { sorting, rowSelection },
    onRowSelectionChange: (update) => {
      const next = typeof update === "function" ? update(rowSelection) : update;
      onSelectionChange(new Set(Object.keys(next).filter((id) => next[id])));
    },
  });
}

function definition<Row>(column: DataTableColumn<Row>): ColumnDef<Features, Row & object> {
  return {
    id: column.id,
    accessorFn: (row) => present(column.sortBy?.(row)),
    sortUndefined: "last",
    sortFn: (left, right, id) => compare(left.getValue(id), right.getValue(id)),
  };
}

/** Undefined is what the table sorts last in both directions. */
function present(value: string | number | boolean | Date | null | undefined) {
  return value === null || (typeof value === "number" && Number.isNaN(value)) ? undefined : value;
}

/** Numbers by size, texts as people read them: run_2 before run_10. */
export function compare(left: unknown, right: unknown): number {
  if (typeof left === "string" && typeof right === "string") {
    return left.localeCompare(right, "en", { numeric: true, sensitivity: "base" });
  }
  const [a, b] = [Number(left), Number(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

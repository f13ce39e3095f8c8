import type { ReactNode } from "react";

export interface DataTableColumn<Row> {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Right-aligned with figures in line. */
  numeric?: boolean;
  /** What the rows are sorted by when this column is; missing values and NaN stay last in both directions. */
  sortBy?: (row: Row) => string | number | boolean | Date | null | undefined;
  /** Sortable by the server: through `sortHref` or `onSortChange`. */
  sortable?: boolean;
  /** The first click sorts from high to low; true for numeric columns unless told otherwise. */
  descendingFirst?: boolean;
  /** A CSS length; in tables drawn in part (more than 200 rows) columns without one share what is left. */
  width?: string;
  className?: string;
}

export interface Sort {
  id: string;
  descending: boolean;
}

export interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  caption: string;
  columns: readonly DataTableColumn<Row>[];
  rows: readonly Row[];
  /** A stable id: selection survives sorting and new data by it. */
  rowId: (row: Row) => string;
  /** Names a row in its checkbox: "Select random_forest_200". */
  rowLabel?: (row: Row) => string;

  /** The order in force; with `sortHref` or `onSortChange` the rows are taken as already sorted. */
  sort?: Sort;
  defaultSort?: Sort;
  /** Makes the headings links, so that the order is in the address. */
  sortHref?: (sort: Sort) => string;
  onSortChange?: (sort: Sort) => void;

  /** Shows checkboxes. Ids of the selected rows; leave out to let the table keep them. */
  selection?: ReadonlySet<string>;
  onSelectionChange?: (selected: Set<string>) => void;

  /** What Enter and a click on a row's free space open. */
  onOpen?: (row: Row) => void;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
  /** From how many rows on only the visible ones are in the page. */
  virtualFrom?: number;
  /** Height the table scrolls in; needed for the heading to stay when the table is long. */
  maxHeight?: string;
  className?: string;
}

/** The order a click on a column's heading asks for. */
export function nextSort<Row>(column: DataTableColumn<Row>, current: Sort | undefined): Sort {
  if (current?.id === column.id) return { id: column.id, descending: !current.descending };
  return { id: column.id, descending: column.descendingFirst ?? column.numeric ?? false };
}

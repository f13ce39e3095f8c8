import type { CSSProperties } from "react";
import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "../class-names";
import { Link } from "../link";
import { Th } from "../table";
import { nextSort, type DataTableColumn, type Sort } from "./types";

interface HeadingProps<Row> {
  column: DataTableColumn<Row>;
  sort: Sort | undefined;
  sortable: boolean;
  sortHref?: (sort: Sort) => string;
  onSort?: (sort: Sort) => void;
  style?: CSSProperties;
  /** Whether a long name goes on in the next line, where columns have widths of their own. */
  wraps?: boolean;
}

const control =
  "group/sort -mx-1 inline-flex max-w-full items-center gap-1 rounded-sm px-1 align-top transition-colors hover:text-text aria-[current]:text-text";

/** A column's heading; a link or a button where the column can be sorted. */
export function Heading<Row>({ column, sort, sortable, sortHref, onSort, style, wraps }: HeadingProps<Row>) {
  const own = sort?.id === column.id ? sort : undefined;
  const next = nextSort(column, sort);
  const inner = (
    <>
      {column.numeric ? <SortArrow sort={own} next={next} /> : null}
      <span className={wraps ? "min-w-0" : "shrink-0"}>{column.header}</span>
      {column.numeric ? null : <SortArrow sort={own} next={next} />}
    </>
  );
  return (
    <Th
      numeric={column.numeric}
      style={style}
      aria-sort={own ? (own.descending ? "descending" : "ascending") : undefined}
      className={cn("sticky top-0 z-10 bg-panel", own && "text-text", column.className)}
    >
      {!sortable ? (
        column.header
      ) : sortHref ? (
        <Link href={sortHref(next)} className={control}>
          {inner}
        </Link>
      ) : (
        <button type="button" onClick={() => onSort?.(next)} className={control}>
          {inner}
        </button>
      )}
    </Th>
  );
}

function SortArrow({ sort, next }: { sort: Sort | undefined; next: Sort }) {
  const Arrow = (sort ?? next).descending ? ArrowDown : ArrowUp;
  return (
    <Arrow
      aria-hidden="true"
      className={cn(
        "size-3 shrink-0",
        !sort && "opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60",
      )}
    />
  );
}

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "./button";
import { formatInteger } from "./format";

export interface PagerProps {
  /** What is on the pages: "metrics". */
  noun: string;
  /** From 1. */
  page: number;
  perPage: number;
  total: number;
  onPageChange: (page: number) => void;
}

/** Where one is in a list of numbered pages, and the way to the next; nothing where all is on one. */
export function Pager({ noun, page, perPage, total, onPageChange }: PagerProps) {
  if (total <= perPage && page === 1) return null;
  const last = Math.max(1, Math.ceil(total / perPage));
  const from = (page - 1) * perPage + 1;
  return (
    <nav
      aria-label={`Pages of ${noun}`}
      className="flex flex-wrap items-center justify-end gap-2 px-3.5 py-2"
    >
      <span className="num text-sm text-muted">
        {from > total
          ? `Nothing on page ${formatInteger(page)}`
          : `${formatInteger(from)} to ${formatInteger(Math.min(total, from + perPage - 1))} of ${formatInteger(total)} ${noun}`}
      </span>
      <Button size="sm" disabled={page <= 1} onClick={() => onPageChange(Math.min(page - 1, last))}>
        <ChevronLeft aria-hidden="true" /> Previous
      </Button>
      <Button size="sm" disabled={page >= last} onClick={() => onPageChange(page + 1)}>
        Next <ChevronRight aria-hidden="true" />
      </Button>
    </nav>
  );
}

import type { ComponentProps } from "react";
import { cn } from "./class-names";

export interface TableProps extends ComponentProps<"table"> {
  /** A CSS length; taller tables scroll in it. */
  maxHeight?: string;
  /** Names the part that scrolls, and lets the keyboard scroll it; needed with `maxHeight`. */
  scrollLabel?: string;
}

/** A plain table, for what needs no selecting and sorting; scrolls sideways instead of breaking the page. */
export function Table({ className, maxHeight, scrollLabel, ...rest }: TableProps) {
  return (
    // Positioned, so that hidden texts for screen readers scroll with their cells instead of widening the page.
    <div
      className={cn(
        "relative min-w-0 overflow-auto focus-visible:outline-offset-[-2px]",
        scrollLabel && "scroll-edges",
      )}
      style={{ maxHeight }}
      {...(scrollLabel && { role: "region", "aria-label": scrollLabel, tabIndex: 0 })}
    >
      <table
        {...rest}
        className={cn("w-full border-collapse [&_tbody_tr:last-child>*]:border-b-0", className)}
      />
    </div>
  );
}

export const cellPadding = "px-3 py-[7px] first:pl-3.5 last:pr-3.5";

/** A column's heading. */
export function Th({ numeric = false, className, ...rest }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        cellPadding,
        "border-b border-line text-left text-sm font-medium whitespace-nowrap text-muted",
        numeric && "num text-right",
        className,
      )}
    />
  );
}

/** A cell; figures stand right and in line. */
export function Td({ numeric = false, className, ...rest }: ComponentProps<"td"> & { numeric?: boolean }) {
  return (
    <td
      {...rest}
      className={cn(
        cellPadding,
        "border-b border-line whitespace-nowrap",
        numeric && "num text-right",
        className,
      )}
    />
  );
}

/** A row that answers to the pointer. */
export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={cn("transition-colors hover:bg-sunken", className)} />;
}

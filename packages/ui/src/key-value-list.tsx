import type { ReactNode } from "react";
import { cn } from "./class-names";

export interface KeyValue {
  key: string;
  /** The term, when it is more than its key. */
  term?: ReactNode;
  value: ReactNode;
}

/**
 * Terms and their values in two columns; one column where it is narrow. However long a term is, half of the width stays
 * for the values.
 */
export function KeyValueList({ items, className }: { items: readonly KeyValue[]; className?: string }) {
  return (
    <div className={cn("@container", className)}>
      <dl className="grid grid-cols-1 @xs:grid-cols-[fit-content(50%)_minmax(0,1fr)]">
        {items.map(({ key, term, value }) => (
          <div
            key={key}
            className="col-span-full grid grid-cols-subgrid gap-x-6 border-b border-line py-[7px] last:border-0"
          >
            <dt className="min-w-24 wrap-anywhere text-muted">{term ?? key}</dt>
            <dd className="num min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

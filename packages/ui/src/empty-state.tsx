import type { ReactNode } from "react";
import { cn } from "./class-names";

export interface EmptyStateProps {
  /** A Lucide icon element. */
  icon?: ReactNode;
  title: ReactNode;
  /** What would be here and what is needed for it. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** What stands where nothing is yet: says what would be here and offers the next step. */
export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center px-6 py-12 text-center", className)}>
      {icon ? (
        <span
          aria-hidden="true"
          className="mb-3 grid size-10 place-items-center rounded-lg border border-line bg-sunken text-muted [&_svg]:size-[18px]"
        >
          {icon}
        </span>
      ) : null}
      <div className="font-semibold">{title}</div>
      {children ? <div className="mt-1 max-w-[46ch] text-muted">{children}</div> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

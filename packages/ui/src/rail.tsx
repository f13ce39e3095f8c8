import type { ReactNode } from "react";
import { cn } from "./class-names";
import { Link } from "./link";

/** The links at the left side. On narrow screens the shell shows the same in a drawer. */
export function Rail({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <nav aria-label={label} className={cn("flex flex-col gap-0.5", className)}>
      {children}
    </nav>
  );
}

export interface RailLinkProps {
  href: string;
  /** A Lucide icon element. */
  icon?: ReactNode;
  children: ReactNode;
  count?: ReactNode;
  /** Whether this is where the reader is. */
  current?: boolean;
}

/** One place to go, with how many things are there. */
export function RailLink({ href, icon, children, count, current = false }: RailLinkProps) {
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className="flex items-center gap-[9px] rounded-md px-2 py-1.5 font-medium text-muted transition-colors hover:text-text aria-[current=page]:bg-sunken aria-[current=page]:text-text [&_svg]:size-[15px] [&_svg]:shrink-0 [&_svg]:stroke-[1.7]"
    >
      {icon ? (
        <span aria-hidden="true" className="contents">
          {icon}
        </span>
      ) : null}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {count === undefined ? null : <span className="num shrink-0 font-normal text-faint">{count}</span>}
    </Link>
  );
}

/** A quiet heading between groups of rail links. */
export function RailLabel({ children }: { children: ReactNode }) {
  return <p className="px-2 pt-3 pb-1 text-sm text-faint">{children}</p>;
}

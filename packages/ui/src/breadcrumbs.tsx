import { Fragment, type ReactNode } from "react";
import { ChevronRight } from "lucide-react";
import { Link } from "./link";

export interface Crumb {
  label: ReactNode;
  /** Left out for the page one is on. */
  href?: string;
}

/** The way from the top to this page. */
export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 flex-wrap items-center gap-1 text-sm text-muted">
        {items.map((item, index) => (
          <Fragment key={item.href ?? index}>
            {index > 0 ? (
              <li aria-hidden="true" className="flex">
                <ChevronRight className="size-3 text-faint" />
              </li>
            ) : null}
            <li className="min-w-0 truncate">
              {item.href ? (
                <Link href={item.href} className="rounded-xs hover:text-text hover:underline">
                  {item.label}
                </Link>
              ) : (
                <span aria-current="page">{item.label}</span>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

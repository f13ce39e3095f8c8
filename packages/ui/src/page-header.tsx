import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs";

export interface PageHeaderProps {
  title: ReactNode;
  /** One line about its state. */
  sub?: ReactNode;
  /** Badges beside the title. */
  badges?: ReactNode;
  /** Buttons at the right, the main one last. */
  actions?: ReactNode;
  breadcrumbs?: readonly Crumb[];
}

/** What the page is about, and what can be done with it. */
export function PageHeader({ title, sub, badges, actions, breadcrumbs }: PageHeaderProps) {
  return (
    <header className="mb-[18px]">
      {breadcrumbs?.length ? (
        <div className="mb-1">
          <Breadcrumbs items={breadcrumbs} />
        </div>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2.5">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-xl font-[620] tracking-[-0.015em] break-words">{title}</h1>
          {badges ? <div className="flex flex-wrap items-center gap-1.5 self-center">{badges}</div> : null}
          {sub ? <div className="num min-w-0 text-muted">{sub}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2 sm:ml-auto">{actions}</div> : null}
      </div>
    </header>
  );
}

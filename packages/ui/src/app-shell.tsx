import type { ReactNode } from "react";
import { MobileBar } from "./mobile-bar";

export interface AppShellProps {
  brand: ReactNode;
  /** Above the rail: the switcher. */
  switcher?: ReactNode;
  /** A `Rail`. */
  rail: ReactNode;
  /** Below the rail: who is signed in, the theme. */
  footer?: ReactNode;
  /** Beside the brand: what is wanted on every page. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: rail at the left, content at the right; under 900 px a bar with a drawer. */
export function AppShell({ brand, switcher, rail, footer, actions, children }: AppShellProps) {
  const side = (
    <>
      {switcher ? <div className="mb-2.5">{switcher}</div> : null}
      {rail}
      <div className="min-h-4 flex-1" />
      {footer ? <div className="mt-2 border-t border-line pt-2">{footer}</div> : null}
    </>
  );
  return (
    <div className="min-h-screen shell:grid shell:grid-cols-[216px_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md border border-line-strong bg-panel px-3 py-1.5 font-medium focus-visible:translate-y-0"
      >
        Skip to content
      </a>
      <aside
        aria-label="Sidebar"
        className="sticky top-0 hidden h-screen flex-col overflow-y-auto border-r border-line bg-bg px-2.5 py-3.5 shell:flex"
      >
        <div className="flex items-center gap-2 px-2 pt-1 pb-3.5">
          <div className="min-w-0 flex-1">{brand}</div>
          {actions ? <div className="-my-1.5">{actions}</div> : null}
        </div>
        {side}
      </aside>
      <MobileBar brand={brand} actions={actions}>
        {side}
      </MobileBar>
      <main
        id="content"
        tabIndex={-1}
        className="min-w-0 px-3.5 pt-4 pb-12 outline-none sm:px-5 shell:px-7 shell:pt-[18px]"
      >
        {children}
      </main>
    </div>
  );
}

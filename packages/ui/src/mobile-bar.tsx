"use client";

import { useState, type MouseEvent, type ReactNode } from "react";
import * as Dialog from "@radix-ui/react-dialog";
import { Menu, X } from "lucide-react";

export interface MobileBarProps {
  brand: ReactNode;
  /** What the drawer holds: the same as the rail. */
  children: ReactNode;
  /** At the right of the bar. */
  actions?: ReactNode;
}

const round = "grid size-9 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-text";

/** The bar on top of narrow screens: a menu button, and a drawer that closes when a link in it is followed. */
export function MobileBar({ brand, children, actions }: MobileBarProps) {
  const [open, setOpen] = useState(false);
  function closeOnLink(event: MouseEvent) {
    if (event.target instanceof Element && event.target.closest("a")) setOpen(false);
  }
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <header className="sticky top-0 z-30 flex h-[52px] items-center gap-2 border-b border-line bg-bg px-2.5 shell:hidden">
        <Dialog.Trigger aria-label="Open menu" className={round}>
          <Menu aria-hidden="true" className="size-[18px]" />
        </Dialog.Trigger>
        <div className="min-w-0 flex-1">{brand}</div>
        {actions}
      </header>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          onClick={closeOnLink}
          className="fixed inset-y-0 left-0 z-50 flex w-[min(288px,84vw)] animate-slide-in flex-col overflow-y-auto border-r border-line bg-bg px-2.5 py-2 outline-none"
        >
          <div className="mb-2 flex items-center justify-between pl-2">
            <Dialog.Title className="contents">{brand}</Dialog.Title>
            <Dialog.Close aria-label="Close menu" className={round}>
              <X aria-hidden="true" className="size-[18px]" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

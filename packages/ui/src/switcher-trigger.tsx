"use client";

import type { ComponentProps, ReactNode } from "react";
import { ChevronsUpDown } from "lucide-react";
import { cn } from "./class-names";

export interface SwitcherTriggerProps extends ComponentProps<"button"> {
  /** What is chosen now. */
  current: ReactNode;
}

/** The button above the rail that opens a menu to switch what the whole page is about. */
export function SwitcherTrigger({ current, className, ...rest }: SwitcherTriggerProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cn(
        "flex h-[34px] w-full items-center gap-2 rounded-md border border-line bg-panel px-2 text-left font-medium transition-colors hover:border-line-strong aria-expanded:border-line-strong",
        className,
      )}
    >
      <span className="min-w-0 flex-1 truncate">{current}</span>
      <ChevronsUpDown aria-hidden="true" className="size-[14px] shrink-0 text-faint" />
    </button>
  );
}

"use client";

import type { ReactNode } from "react";
import * as Radix from "@radix-ui/react-popover";

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactNode;
  /** What a screen reader calls it. */
  label: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  children: ReactNode;
}

/** A small window at its button, for things to read and press; Escape and a click elsewhere close it. */
export function Popover({ trigger, label, open, onOpenChange, align = "end", children }: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-h-[min(30rem,80vh)] w-[min(23rem,calc(100vw-1rem))] animate-rise flex-col overflow-hidden rounded-lg border border-line-strong bg-panel shadow-popover outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

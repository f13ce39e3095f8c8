"use client";

import type { ReactElement, ReactNode } from "react";
import * as Radix from "@radix-ui/react-tooltip";

export interface TooltipProps {
  text: ReactNode;
  /** The focusable element it explains. */
  children: ReactElement;
  side?: "top" | "right" | "bottom" | "left";
}

/** A short explanation on hover and on focus; never the only place where something important stands. */
export function Tooltip({ text, children, side = "top" }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-72 animate-fade-in rounded-md bg-text px-2 py-1 text-sm text-bg"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}

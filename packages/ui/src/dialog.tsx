"use client";

import type { ReactNode } from "react";
import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { cn } from "./class-names";

export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

export interface DialogProps {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the bottom right, the main one last. */
  footer?: ReactNode;
  open?: boolean;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The element that opens it. */
  trigger?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** `alertdialog` for questions that must be answered. */
  role?: "dialog" | "alertdialog";
}

const widths = { sm: "max-w-[420px]", md: "max-w-[560px]", lg: "max-w-[820px]" };

/** A window over the page; focus stays inside until it closes and then goes back to where it was. */
export function Dialog(props: DialogProps) {
  const { title, description, children, footer, trigger, size = "md", role = "dialog", ...root } = props;
  return (
    <Radix.Root {...root}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
        <Radix.Content
          role={role}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 animate-rise flex-col rounded-lg border border-line-strong bg-panel shadow-popover outline-none",
            widths[size],
          )}
        >
          <div className="flex items-start gap-3 px-4 pt-3.5 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold tracking-[-0.01em]">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close
              aria-label="Close"
              className="-mt-0.5 -mr-1.5 grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-text"
            >
              <X aria-hidden="true" className="size-4" />
            </Radix.Close>
          </div>
          {children ? <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">{children}</div> : null}
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

import type { ComponentProps } from "react";
import { cn } from "./class-names";

/** A key of the keyboard. */
export function Kbd({ className, ...rest }: ComponentProps<"kbd">) {
  return (
    <kbd
      {...rest}
      className={cn(
        "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line-strong bg-panel px-1 text-[11px] leading-none text-muted",
        className,
      )}
    />
  );
}

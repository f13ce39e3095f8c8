"use client";

import type { ComponentProps } from "react";
import { ChevronDown } from "lucide-react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field";

export interface NativeSelectProps extends Omit<ComponentProps<"select">, "size"> {
  size?: "sm" | "md" | "lg";
}

/** The browser's own select in our dress: the right one for forms, phones and long lists. */
export function NativeSelect({ size, className, children, ...rest }: NativeSelectProps) {
  const wired = useFieldControl(rest);
  return (
    <div className={cn("relative min-w-0", className)}>
      <select {...rest} {...wired} className={cn(controlStyles({ size }), "appearance-none truncate pr-8")}>
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 size-[14px] -translate-y-1/2 text-muted"
      />
    </div>
  );
}

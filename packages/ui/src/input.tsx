"use client";

import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field";

export interface InputProps extends Omit<ComponentProps<"input">, "size"> {
  size?: "sm" | "md" | "lg";
  /** For queries, names and code. */
  mono?: boolean;
}

/** One line of text or a number. */
export function Input({ size, mono = false, className, ...rest }: InputProps) {
  const wired = useFieldControl(rest);
  return (
    <input
      {...rest}
      {...wired}
      className={cn(
        controlStyles({ size }),
        mono && "font-mono text-sm",
        rest.type === "number" && "num",
        className,
      )}
    />
  );
}

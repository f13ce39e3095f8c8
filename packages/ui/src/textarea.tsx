"use client";

import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field";

export interface TextareaProps extends ComponentProps<"textarea"> {
  /** For configuration and code. */
  mono?: boolean;
}

/** Several lines of text; grows with its content where the browser can. */
export function Textarea({ mono = false, rows = 4, className, ...rest }: TextareaProps) {
  const wired = useFieldControl(rest);
  return (
    <textarea
      {...rest}
      {...wired}
      rows={rows}
      spellCheck={mono ? false : rest.spellCheck}
      className={cn(
        controlStyles(),
        "h-auto resize-y py-1.5 leading-[1.55]",
        mono && "font-mono text-sm",
        className,
      )}
    />
  );
}

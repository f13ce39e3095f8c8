"use client";

import { useEffect, useRef, type ComponentProps } from "react";
import { cn } from "./class-names";
import { Choice, type ChoiceLabelProps } from "./choice";

export interface CheckboxProps extends Omit<ComponentProps<"input">, "type" | "size" | "ref"> {
  /** Some, but not all, of what the box stands for. */
  indeterminate?: boolean;
}

const check = "M3.2 7.4 5.8 10l5-5.6";
const dash = "M3.6 7h6.8";

/** A bare checkbox, for tables; needs an `aria-label`. In forms use `CheckboxField`. */
export function Checkbox({ indeterminate = false, className, ...rest }: CheckboxProps) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return (
    <span className={cn("relative inline-grid size-[15px] shrink-0 place-items-center", className)}>
      <input
        {...rest}
        ref={ref}
        type="checkbox"
        className="peer size-full cursor-pointer appearance-none rounded-sm border-[1.4px] border-control bg-panel transition-colors checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent hover:border-muted checked:hover:border-accent disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-bad"
      />
      <svg
        viewBox="0 0 14 14"
        aria-hidden="true"
        className="pointer-events-none absolute hidden size-[13px] fill-none stroke-on-accent stroke-2 peer-checked:block peer-indeterminate:block"
      >
        <path d={indeterminate ? dash : check} strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </span>
  );
}

/** A checkbox with its label, hint and error. */
export function CheckboxField({ label, hint, error, className, ...rest }: CheckboxProps & ChoiceLabelProps) {
  return (
    <Choice label={label} hint={hint} error={error} className={className}>
      {(wired) => <Checkbox {...rest} {...wired} />}
    </Choice>
  );
}

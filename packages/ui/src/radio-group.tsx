"use client";

import { useId, type ReactNode } from "react";
import * as Radix from "@radix-ui/react-radio-group";
import { cn } from "./class-names";

export interface RadioOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

export interface RadioGroupProps {
  legend: ReactNode;
  hideLegend?: boolean;
  options: readonly RadioOption[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  name?: string;
  disabled?: boolean;
  required?: boolean;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
}

/** One of a few, all visible, each with room for a line of explanation. */
export function RadioGroup({
  legend,
  hideLegend = false,
  options,
  hint,
  error,
  className,
  ...root
}: RadioGroupProps) {
  const id = useId();
  const describedBy = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={cn("flex flex-col gap-2", className)}>
      <p id={`${id}-legend`} className={hideLegend ? "sr-only" : "font-medium"}>
        {legend}
      </p>
      <Radix.Root
        {...root}
        aria-labelledby={`${id}-legend`}
        aria-describedby={describedBy}
        aria-invalid={error ? true : undefined}
        className="flex flex-col gap-2"
      >
        {options.map((option) => (
          <div key={option.value} className="flex items-start gap-2.5">
            <span className="flex h-[1.5em] items-center">
              <Radix.Item
                id={`${id}-${option.value}`}
                value={option.value}
                disabled={option.disabled}
                aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
                className="grid size-[15px] place-items-center rounded-full border-[1.4px] border-control bg-panel transition-colors data-[state=checked]:border-accent disabled:opacity-50"
              >
                <Radix.Indicator className="size-[7px] rounded-full bg-accent" />
              </Radix.Item>
            </span>
            <div className="min-w-0">
              <label htmlFor={`${id}-${option.value}`}>{option.label}</label>
              {option.hint ? (
                <p id={`${id}-${option.value}-hint`} className="text-sm text-muted">
                  {option.hint}
                </p>
              ) : null}
            </div>
          </div>
        ))}
      </Radix.Root>
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-sm text-bad">
          {error}
        </p>
      ) : hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

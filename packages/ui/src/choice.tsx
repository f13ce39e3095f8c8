"use client";

import { useId, type ReactNode } from "react";
import { cn } from "./class-names";

export interface ChoiceLabelProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
}

interface ChoiceProps extends ChoiceLabelProps {
  children: (wired: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
}

/** A small control with its label and hint at its right, as one line one can click. */
export function Choice({ label, hint, error, className, children }: ChoiceProps) {
  const id = useId();
  const describedBy = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={cn("flex items-start gap-2.5", className)}>
      <span className="flex h-[1.5em] shrink-0 items-center">
        {children({ id, "aria-describedby": describedBy, "aria-invalid": error ? true : undefined })}
      </span>
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
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
    </div>
  );
}

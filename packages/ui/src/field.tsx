"use client";

import { createContext, useContext, useId, type ReactNode } from "react";
import { cn } from "./class-names";

interface FieldContextValue {
  controlId: string;
  describedBy?: string;
  invalid: boolean;
  required: boolean;
}

const FieldContext = createContext<FieldContextValue | undefined>(undefined);

interface ControlProps {
  id?: string;
  required?: boolean;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling";
}

/** What a control inside a `Field` needs to be tied to its label, hint and error; its own props win. */
export function useFieldControl(own: ControlProps): ControlProps {
  const field = useContext(FieldContext);
  if (!field) return own;
  const describedBy = [own["aria-describedby"], field.describedBy].filter(Boolean).join(" ");
  return {
    id: own.id ?? field.controlId,
    required: own.required ?? (field.required || undefined),
    "aria-describedby": describedBy || undefined,
    "aria-invalid": own["aria-invalid"] ?? (field.invalid || undefined),
  };
}

export interface FieldProps {
  label: ReactNode;
  /** Shown below the label's control while there is no error. */
  hint?: ReactNode;
  /** What is wrong and how to mend it; marks the control invalid and is announced. */
  error?: ReactNode;
  required?: boolean;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
}

/** Label, control, hint and error, tied together for everyone who cannot see that they belong together. */
export function Field({
  label,
  hint,
  error,
  required = false,
  hideLabel = false,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const describedBy = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <FieldContext.Provider
      value={{ controlId: `${id}-control`, describedBy, invalid: Boolean(error), required }}
    >
      <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
        <label htmlFor={`${id}-control`} className={hideLabel ? "sr-only" : "w-fit font-medium"}>
          {label}
          {required ? (
            <span aria-hidden="true" className="ml-1 text-bad">
              *
            </span>
          ) : null}
        </label>
        {children}
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
    </FieldContext.Provider>
  );
}

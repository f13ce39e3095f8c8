"use client";

import { useId, type ComponentProps, type ReactNode } from "react";
import { cn } from "./class-names";

export interface SliderProps extends Omit<ComponentProps<"input">, "type" | "size" | "onChange" | "value"> {
  label: ReactNode;
  value: number;
  min: number;
  max: number;
  step: number;
  onValueChange: (value: number) => void;
  /** The value as it is read beside the slider. */
  written?: string;
}

/** A number chosen by dragging or with the arrow keys, with its label before and its value behind it. */
export function Slider({
  label,
  value,
  onValueChange,
  written = String(value),
  className,
  ...rest
}: SliderProps) {
  const id = useId();
  return (
    <div className={cn("inline-flex items-center gap-2", className)}>
      <label htmlFor={id} className="whitespace-nowrap">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        type="range"
        value={value}
        onChange={(event) => onValueChange(event.target.valueAsNumber)}
        aria-valuetext={written}
        className="h-6 w-24 cursor-pointer accent-(--accent)"
      />
      <output htmlFor={id} className="num w-8 text-muted">
        {written}
      </output>
    </div>
  );
}

"use client";

import type { ReactNode } from "react";
import * as Radix from "@radix-ui/react-select";
import { Check, ChevronDown } from "lucide-react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field";
import { menuItem, menuPanel } from "./menu-styles";

export interface SelectOption {
  value: string;
  label: ReactNode;
  /** A second, quieter line. */
  hint?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps {
  options: readonly SelectOption[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  placeholder?: string;
  name?: string;
  disabled?: boolean;
  required?: boolean;
  size?: "sm" | "md" | "lg";
  /** Needed outside a `Field`. */
  "aria-label"?: string;
  className?: string;
}

/** A select whose options may hold badges and hints; use `NativeSelect` where plain text is enough. */
export function Select({ options, placeholder, size, className, "aria-label": label, ...root }: SelectProps) {
  const { required, ...wired } = useFieldControl({ required: root.required });
  return (
    <Radix.Root {...root} required={required}>
      <Radix.Trigger
        {...wired}
        aria-label={label}
        className={cn(
          controlStyles({ size }),
          "flex items-center justify-between gap-2 text-left data-placeholder:text-faint [&>span:first-child]:truncate",
          className,
        )}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon asChild>
          <ChevronDown aria-hidden="true" className="size-[14px] shrink-0 text-muted" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className={cn(menuPanel, "min-w-(--radix-select-trigger-width)")}
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={cn(menuItem, "pr-8")}
              >
                <div className="min-w-0">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint ? <p className="text-sm text-muted">{option.hint}</p> : null}
                </div>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check aria-hidden="true" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

"use client";

import type { ComponentProps } from "react";
import * as Radix from "@radix-ui/react-switch";
import { cn } from "./class-names";
import { Choice, type ChoiceLabelProps } from "./choice";

export type SwitchProps = Omit<ComponentProps<typeof Radix.Root>, "asChild" | "children">;

/** A bare switch; needs an `aria-label`. In forms use `SwitchField`. */
export function Switch({ className, ...rest }: SwitchProps) {
  return (
    <Radix.Root
      {...rest}
      className={cn(
        "inline-flex h-[18px] w-[30px] shrink-0 items-center rounded-full bg-control p-0.5 transition-colors data-[state=checked]:bg-accent disabled:opacity-50",
        className,
      )}
    >
      <Radix.Thumb className="size-[14px] rounded-full bg-panel transition-transform data-[state=checked]:translate-x-3" />
    </Radix.Root>
  );
}

/** A setting that takes effect at once, with its label and hint. */
export function SwitchField({ label, hint, error, className, ...rest }: SwitchProps & ChoiceLabelProps) {
  return (
    <Choice label={label} hint={hint} error={error} className={className}>
      {(wired) => <Switch {...rest} {...wired} />}
    </Choice>
  );
}

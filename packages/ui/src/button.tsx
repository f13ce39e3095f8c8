"use client";

import type { ComponentProps } from "react";
import * as Slot from "@radix-ui/react-slot";
import { buttonStyles, type ButtonVariants } from "./button-styles";
import { cn } from "./class-names";
import { Spinner } from "./spinner";

export interface ButtonProps extends ComponentProps<"button">, ButtonVariants {
  /** Shows a spinner, keeps the width and ignores clicks while something is under way. */
  loading?: boolean;
  /** Renders its only child as the button, for links and triggers. */
  asChild?: boolean;
}

/** A button; type="button" unless told otherwise, so that it never submits a form by accident. */
export function Button({
  variant,
  size,
  loading = false,
  asChild = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  const classes = cn(buttonStyles({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      {...rest}
      className={cn(classes, loading && "relative")}
      aria-busy={loading || undefined}
      aria-disabled={loading || rest["aria-disabled"]}
      onClick={loading ? (event) => event.preventDefault() : rest.onClick}
    >
      {loading ? <Spinner className="absolute" /> : null}
      {loading ? <span className="inline-flex items-center gap-1.5 opacity-0">{children}</span> : children}
    </button>
  );
}

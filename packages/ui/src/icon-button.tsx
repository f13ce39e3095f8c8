"use client";

import { Button, type ButtonProps } from "./button";
import { cn } from "./class-names";
import { Tooltip } from "./tooltip";

export interface IconButtonProps extends Omit<ButtonProps, "aria-label" | "asChild"> {
  /** What the button does: its accessible name and its tooltip. */
  label: string;
}

const square = { sm: "w-[26px]", md: "w-[30px]", lg: "w-9" };

/** A square button with an icon only. */
export function IconButton({ label, variant = "quiet", size = "md", className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button
        {...rest}
        variant={variant}
        size={size}
        aria-label={label}
        className={cn(square[size ?? "md"], "px-0", className)}
      />
    </Tooltip>
  );
}

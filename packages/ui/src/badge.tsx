import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { toneSoft, type Tone } from "./tone";

export interface BadgeProps extends ComponentProps<"span"> {
  tone?: Tone;
  /** Hairline outline instead of a soft fill; for counts and labels without meaning of their own. */
  outline?: boolean;
}

/** A small pill. The text carries the meaning; the tone only repeats it. */
export function Badge({ tone = "neutral", outline = false, className, ...rest }: BadgeProps) {
  return (
    <span
      {...rest}
      className={cn(
        "num inline-flex max-w-full items-center gap-1 rounded-full border px-[7px] py-px align-middle text-xs leading-[1.45] font-medium whitespace-nowrap",
        outline ? "border-line text-muted" : cn("border-transparent", toneSoft[tone]),
        className,
      )}
    />
  );
}

/** A free label, optionally `name: value`. */
export function Tag({
  name,
  value,
  className,
  ...rest
}: Omit<BadgeProps, "children"> & { name: string; value?: string }) {
  return (
    <Badge outline {...rest} className={cn("font-normal", className)}>
      <span className="truncate">{name}</span>
      {value === undefined ? null : <span className="truncate text-text">{value}</span>}
    </Badge>
  );
}

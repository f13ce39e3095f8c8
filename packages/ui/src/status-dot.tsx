import { cn } from "./class-names";
import { toneSolid, type Tone } from "./tone";

export interface StatusDotProps {
  tone?: Tone;
  /** What the colour says, for screen readers; leave out when the text beside it says it. */
  label?: string;
  /** Breathes while something is under way. */
  live?: boolean;
  className?: string;
}

/** A coloured dot; never the only carrier of its meaning. */
export function StatusDot({ tone = "neutral", label, live = false, className }: StatusDotProps) {
  return (
    <span className={cn("inline-flex shrink-0 items-center", className)}>
      <span
        aria-hidden="true"
        className={cn("size-[7px] rounded-full", toneSolid[tone], live && "animate-breathe")}
      />
      {label ? <span className="sr-only">{label}</span> : null}
    </span>
  );
}

import type { ReactNode } from "react";
import { cn } from "./class-names";
import { toneText, type Tone } from "./tone";

export interface StatProps {
  label: ReactNode;
  value: ReactNode;
  /** Comparison or context below the value. */
  hint?: ReactNode;
  tone?: Tone;
  /** A sparkline or the like, at the right. */
  chart?: ReactNode;
  className?: string;
}

/** One figure with its name. */
export function Stat({ label, value, hint, tone, chart, className }: StatProps) {
  return (
    <div className={cn("flex min-w-0 items-end justify-between gap-4", className)}>
      <div className="min-w-0">
        <p className="truncate text-sm text-muted">{label}</p>
        <p className="num mt-0.5 text-2xl font-semibold tracking-[-0.02em]">{value}</p>
        {hint ? <p className={cn("num mt-0.5 text-sm", toneText[tone ?? "neutral"])}>{hint}</p> : null}
      </div>
      {chart ? <div className="shrink-0">{chart}</div> : null}
    </div>
  );
}

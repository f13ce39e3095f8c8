import { cn } from "./class-names";
import { formatPercent } from "./format";
import { toneSolid, type Tone } from "./tone";

export interface ProgressBarProps {
  /** Share done, 0 to 1; undefined while the amount is not known. */
  value?: number;
  /** What is progressing, for screen readers. */
  label: string;
  tone?: Tone;
  /** Writes the percentage beside the bar. */
  showPercent?: boolean;
  className?: string;
}

/** A thin bar that says how far something is. */
export function ProgressBar({
  value,
  label,
  tone = "accent",
  showPercent = false,
  className,
}: ProgressBarProps) {
  const share = value === undefined ? undefined : Math.min(1, Math.max(0, value));
  const percent = share === undefined ? undefined : Math.floor(share * 100);
  return (
    <div className={cn("flex items-center gap-2.5", className)}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1 min-w-0 flex-1 overflow-hidden rounded-full bg-line"
      >
        <div
          className={cn(
            "h-full rounded-full transition-[width] duration-300",
            toneSolid[tone],
            share === undefined && "animate-breathe",
          )}
          style={{ width: share === undefined ? "100%" : `${share * 100}%` }}
        />
      </div>
      {showPercent && percent !== undefined ? (
        <span className="num shrink-0 text-sm text-muted">{formatPercent(percent / 100, 0)}</span>
      ) : null}
    </div>
  );
}

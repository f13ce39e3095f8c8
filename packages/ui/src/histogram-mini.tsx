import { cn } from "./class-names";
import { formatInteger } from "./format";

export interface HistogramBin {
  /** What falls into it: "0 – 500", "NEAR BAY". */
  label: string;
  count: number;
}

export interface HistogramMiniProps {
  bins: readonly HistogramBin[];
  /** Whose distribution it is. */
  label: string;
  width?: number;
  height?: number;
  color?: string;
  className?: string;
}

/** A distribution the size of a table cell. Each bar names itself on hover; the whole reads as one sentence. */
export function HistogramMini({
  bins,
  label,
  width = 120,
  height = 32,
  color = "var(--accent)",
  className,
}: HistogramMiniProps) {
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const slot = width / Math.max(1, bins.length);
  const gap = slot > 4 ? 1.5 : 0.5;
  const peak = bins.reduce<HistogramBin | undefined>(
    (best, bin) => (best && best.count >= bin.count ? best : bin),
    undefined,
  );
  const sentence = peak
    ? `${label}: ${bins.length} bins, most in ${peak.label} (${formatInteger(peak.count)})`
    : `${label}: no values`;
  return (
    <svg
      role="img"
      aria-label={sentence}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={cn("block max-w-full", className)}
    >
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--line-strong)" />
      {bins.map((bin, index) => {
        const bar = bin.count === 0 ? 0 : Math.max(1.5, (bin.count / most) * (height - 2));
        return (
          <g key={index}>
            <rect
              x={index * slot + gap / 2}
              y={height - 1 - bar}
              width={Math.max(0.5, slot - gap)}
              height={bar}
              rx="1"
              fill={color}
              opacity="0.78"
            />
            <rect x={index * slot} y="0" width={slot} height={height} fill="transparent">
              <title>{`${bin.label}: ${formatInteger(bin.count)}`}</title>
            </rect>
          </g>
        );
      })}
    </svg>
  );
}

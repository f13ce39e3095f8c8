import { cn } from "./class-names";
import { formatValue, type NumberFormat } from "./format";

export interface Bar {
  label: string;
  value: number;
  /** Half the width of the whisker, in the value's unit. */
  spread?: number;
}

export interface BarChartProps {
  bars: readonly Bar[];
  /** What is measured and of what: "Permutation importance, loss of R²". */
  label: string;
  format?: NumberFormat;
  color?: string;
  className?: string;
}

/** Horizontal bars with their names and figures, in the order given; negative values go left of the zero line. */
export function BarChart({ bars, label, format, color = "var(--accent)", className }: BarChartProps) {
  const finite = bars.flatMap(({ value, spread = 0 }) =>
    Number.isFinite(value) ? [value - spread, value + spread] : [],
  );
  const low = Math.max(-Number.MAX_VALUE, Math.min(0, ...finite));
  const high = Math.min(Number.MAX_VALUE, Math.max(0, ...finite));
  // Halves, since the whole may be more than the largest double.
  const span = high / 2 - low / 2 || 1;
  const at = (value: number) => Math.min(100, Math.max(0, ((value / 2 - low / 2) / span) * 100));
  return (
    <figure className={cn("min-w-0", className)}>
      <figcaption className="sr-only">{label}</figcaption>
      <dl className="grid grid-cols-[minmax(64px,max-content)_minmax(60px,1fr)_max-content] items-center gap-x-3 gap-y-[7px]">
        {bars.map((bar) => (
          <div key={bar.label} className="col-span-full grid grid-cols-subgrid items-center">
            <dt className="max-w-[22ch] truncate text-sm text-muted" title={bar.label}>
              {bar.label}
            </dt>
            <dd className="contents">
              <svg aria-hidden="true" className="h-3.5 w-full overflow-visible">
                <rect x="0" y="0" width="100%" height="100%" rx="2" fill="var(--sunken)" />
                {Number.isFinite(bar.value) ? <BarMark bar={bar} at={at} color={color} /> : null}
                {low < 0 ? (
                  <line
                    x1={`${at(0)}%`}
                    x2={`${at(0)}%`}
                    y1="-3"
                    y2="17"
                    stroke="var(--control)"
                    strokeWidth="1"
                  />
                ) : null}
              </svg>
              <span className="num text-right text-sm">{formatValue(bar.value, format)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}

function BarMark({ bar, at, color }: { bar: Bar; at: (value: number) => number; color: string }) {
  const [start, end] = [at(Math.min(0, bar.value)), at(Math.max(0, bar.value))];
  const whisker = bar.spread ? [at(bar.value - bar.spread), at(bar.value + bar.spread)] : undefined;
  return (
    <>
      <rect x={`${start}%`} width={`${end - start}%`} y="0" height="100%" rx="2" fill={color} />
      {whisker ? (
        <line
          x1={`${whisker[0]}%`}
          x2={`${whisker[1]}%`}
          y1="7"
          y2="7"
          stroke="var(--text)"
          strokeWidth="1.2"
        />
      ) : null}
    </>
  );
}

import { cn } from "../class-names";

interface SeriesNamesProps {
  series: readonly { id: string; label: string; highlighted?: boolean }[];
  colors: readonly string[];
  active: string | undefined;
  onActive: (id: string | undefined) => void;
}

/** Names with their colours; pointing at one or focusing it brings its line forward. */
export function SeriesNames({ series, colors, active, onActive }: SeriesNamesProps) {
  return (
    <div className="flex flex-wrap gap-x-3.5 gap-y-0.5">
      {series.map((one, index) => (
        <button
          key={one.id}
          type="button"
          onPointerEnter={() => onActive(one.id)}
          onPointerLeave={() => onActive(undefined)}
          onFocus={() => onActive(one.id)}
          onBlur={() => onActive(undefined)}
          className={cn(
            "inline-flex min-h-6 items-center gap-1.5 rounded-sm text-left text-sm text-muted",
            (active === one.id || one.highlighted) && "text-text",
          )}
        >
          <span
            aria-hidden="true"
            className="h-[3px] w-3 shrink-0 rounded-full"
            style={{ background: colors[index] }}
          />
          {one.label}
        </button>
      ))}
    </div>
  );
}

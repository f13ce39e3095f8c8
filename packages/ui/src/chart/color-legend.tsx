import { NO_COLOR, RAMP_STEPS, type ColorScale } from "./color-scale";

/** What the colours of a chart mean. */
export function ColorLegend({ scale }: { scale: ColorScale }) {
  const { legend } = scale;
  return (
    <div className="num flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      <span className="min-w-0 font-medium break-words text-text">{scale.label}</span>
      {legend.kind === "ramp" ? (
        <span className="inline-flex items-center gap-1.5">
          {legend.low}
          <span aria-hidden="true" className="inline-flex overflow-hidden rounded-xs">
            {Array.from({ length: RAMP_STEPS }, (_, step) => (
              <span key={step} className="h-2.5 w-3" style={{ background: `var(--ramp-${step + 1})` }} />
            ))}
          </span>
          {legend.high}
        </span>
      ) : (
        legend.entries.map(({ label, color }) => <Entry key={label} label={label} color={color} />)
      )}
      {legend.kind === "categories" && legend.others > 0 ? (
        <Entry label={`${legend.others} others`} color={NO_COLOR} />
      ) : null}
      {scale.anyMissing ? <Entry label="no value" color={NO_COLOR} /> : null}
    </div>
  );
}

function Entry({ label, color }: { label: string; color: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <span aria-hidden="true" className="size-2 shrink-0 rounded-full" style={{ background: color }} />
      <span className="break-all">{label}</span>
    </span>
  );
}

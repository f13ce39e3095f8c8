import type { CSSProperties, ReactNode } from "react";
import { cn } from "./class-names";
import { Link } from "./link";
import { ProgressBar } from "./progress-bar";
import { StatusDot } from "./status-dot";
import type { Tone } from "./tone";

export interface LoopStation {
  title: string;
  href: string;
  tone: Tone;
  /** What the tone says, for screen readers: "ok", "running". */
  status?: string;
  headline: ReactNode;
  detail?: ReactNode;
  /** Share done, 0 to 1. */
  progress?: number;
  /** Where things are moving at this moment. */
  live?: boolean;
  /** Not reached yet: shown quietly, as what comes next. */
  pending?: boolean;
}

export interface LoopDiagramProps {
  label: string;
  stations: readonly LoopStation[];
  /** What leads from the last station back to the first. */
  returnLabel: string;
  className?: string;
}

/** Stations in a row with a way back from the last to the first; two columns where it is narrow. */
export function LoopDiagram({ label, stations, returnLabel, className }: LoopDiagramProps) {
  return (
    <section
      aria-label={label}
      className={cn("@container rounded-lg border border-line bg-panel", className)}
    >
      <div className="p-3 @4xl:px-[18px] @4xl:pt-[18px] @4xl:pb-3.5">
        <ol
          className="grid grid-cols-2 gap-2.5 @2xl:grid-cols-3 @4xl:grid-cols-[repeat(var(--stations),minmax(0,1fr))]"
          style={{ "--stations": stations.length } as CSSProperties}
        >
          {stations.map((station) => (
            <li key={station.title} className="flex min-w-0">
              <Station station={station} />
            </li>
          ))}
        </ol>
        <ReturnPath label={returnLabel} count={stations.length} />
      </div>
    </section>
  );
}

function Station({ station }: { station: LoopStation }) {
  const { title, href, tone, status, headline, detail, progress, live = false, pending = false } = station;
  return (
    <Link
      href={href}
      className={cn(
        "flex w-full min-w-0 flex-col rounded-lg border border-line bg-panel px-3 py-2.5 transition-[border-color,box-shadow] duration-150 hover:border-line-strong",
        live && "border-accent shadow-[0_0_0_3px_var(--accent-soft)] hover:border-accent",
        pending && "border-dashed border-line-strong bg-transparent",
      )}
    >
      <h2 className="mb-1.5 flex items-center gap-1.5 text-xs font-medium text-muted">
        <StatusDot tone={tone} live={live} />
        <span className="truncate">{title}</span>
        {status ? <span className="sr-only">: {status}</span> : null}
      </h2>
      <p className={cn("num leading-[1.35] font-semibold break-words", pending && "font-medium text-muted")}>
        {withBreaks(headline)}
      </p>
      {detail ? (
        <div className="num mt-0.5 text-sm leading-[1.4] break-words text-muted">{withBreaks(detail)}</div>
      ) : null}
      {progress === undefined ? null : (
        <div className="mt-auto pt-2">
          <ProgressBar value={progress} label={`${title} progress`} />
        </div>
      )}
    </Link>
  );
}

/** Long names break after an underscore rather than anywhere. */
function withBreaks(text: ReactNode): ReactNode {
  if (typeof text !== "string") return text;
  return text.split(/(?<=_)/).flatMap((part, index) => (index === 0 ? [part] : [<wbr key={index} />, part]));
}

/** The dashed way back, from the middle of the last station to the middle of the first. */
function ReturnPath({ label, count }: { label: string; count: number }) {
  const inset = `${50 / count}%`;
  return (
    <div className="relative mt-2.5 text-center text-sm text-muted @4xl:mt-1 @4xl:h-[30px]">
      <div className="absolute top-0 hidden h-[23px] @4xl:block" style={{ left: inset, right: inset }}>
        <svg aria-hidden="true" className="size-full">
          <rect
            x="0.7"
            y="-20"
            height="42"
            rx="10"
            style={{ width: "calc(100% - 1.4px)" }}
            className="fill-none stroke-line-strong [stroke-dasharray:3_4] [stroke-width:1.4]"
          />
        </svg>
        <svg
          viewBox="0 0 10 6"
          aria-hidden="true"
          className="absolute -top-[3px] -left-[4.3px] h-1.5 w-2.5 fill-none stroke-control"
        >
          <path d="M1.5 4.8 5 1.4l3.5 3.4" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </div>
      <span className="relative bg-panel px-2.5 @4xl:top-[13px]">
        <span aria-hidden="true" className="mr-1 @4xl:hidden">
          ↺
        </span>
        {label}
      </span>
    </div>
  );
}

import type { ReactNode } from "react";
import { cn } from "./class-names";
import { formatDuration } from "./format";
import { Link } from "./link";
import { ProgressBar } from "./progress-bar";
import { StatusDot } from "./status-dot";
import { layoutGraph, type GraphEdge, type GridPlace } from "./step-graph/layout";
import type { Tone } from "./tone";

export interface GraphNode {
  id: string;
  label: ReactNode;
  tone: Tone;
  /** The status in a word: it stands beside the dot. */
  status: string;
  durationMs?: number;
  /** A line about it: why it was not run again, what it made. */
  hint?: ReactNode;
  /** Share done, 0 to 1. */
  progress?: number;
  live?: boolean;
  href?: string;
  selected?: boolean;
}

export interface StepGraphProps {
  label: string;
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  className?: string;
}

const WIDTH = 176;
const HEIGHT = 72;
const GAP_X = 36;
const GAP_Y = 12;

/** Steps and what waits for what, from left to right; a plain list from top to bottom on phones. */
export function StepGraph({ label, nodes, edges, className }: StepGraphProps) {
  const ids = nodes.map((node) => node.id);
  const { columns, position, routes, rows } = layoutGraph(ids, edges);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const width = columns.length * (WIDTH + GAP_X) - GAP_X;
  const height = rows * (HEIGHT + GAP_Y) - GAP_Y;
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={cn("overflow-x-auto rounded-lg p-3.5", className)}
    >
      <ol className="relative hidden sm:block" style={{ width, height }}>
        <li aria-hidden="true" className="contents">
          <svg width={width} height={height} className="absolute inset-0 overflow-visible">
            {edges.map(({ from, to }, index) => (
              <path
                key={`${from} ${to}`}
                d={edgePath(routes[index].map(pixels))}
                fill="none"
                strokeWidth="1.4"
                stroke={byId.get(to)!.live ? "var(--accent)" : "var(--line-strong)"}
                strokeDasharray={byId.get(to)!.live ? "3 4" : undefined}
              />
            ))}
          </svg>
        </li>
        {columns.flat().map((id) => {
          const { x, y } = pixels(position.get(id)!);
          return (
            <li key={id} className="absolute flex" style={{ left: x, top: y, width: WIDTH, height: HEIGHT }}>
              <NodeCard node={byId.get(id)!} />
            </li>
          );
        })}
      </ol>
      <ol className="flex flex-col sm:hidden">
        {columns.flat().map((id, index) => (
          <li
            key={id}
            className={cn(
              "relative flex",
              index > 0 &&
                "mt-3 before:absolute before:-top-3 before:left-[17px] before:h-3 before:border-l before:border-line-strong",
            )}
          >
            <NodeCard node={byId.get(id)!} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function NodeCard({ node }: { node: GraphNode }) {
  const { label, tone, status, durationMs, hint, progress, live = false, href, selected = false } = node;
  const look = cn(
    "flex w-full min-w-0 flex-col justify-center rounded-lg border border-line bg-panel px-3 py-2",
    href && "transition-colors hover:border-line-strong",
    live && "border-accent shadow-[0_0_0_3px_var(--accent-soft)] hover:border-accent",
    selected && "border-text hover:border-text",
  );
  const inner = (
    <>
      <span className="flex min-w-0 items-center gap-1.5">
        <StatusDot tone={tone} live={live} />
        <span className="min-w-0 flex-1 truncate font-semibold">{label}</span>
        {durationMs === undefined ? null : (
          <span className="num shrink-0 text-sm text-muted">{formatDuration(durationMs)}</span>
        )}
      </span>
      <span className="num mt-0.5 line-clamp-2 text-sm leading-[1.35] text-muted">
        {status}
        {hint ? <> · {hint}</> : null}
      </span>
      {progress === undefined ? null : (
        <ProgressBar value={progress} label={`${status} progress`} className="mt-1.5" />
      )}
    </>
  );
  if (!href) return <div className={look}>{inner}</div>;
  return (
    <Link href={href} aria-current={selected ? "true" : undefined} className={look}>
      {inner}
    </Link>
  );
}

/** Top left corner of a place in the grid. */
function pixels({ column, row }: GridPlace): { x: number; y: number } {
  return { x: column * (WIDTH + GAP_X), y: row * (HEIGHT + GAP_Y) };
}

/** From the right side of the first card to the left side of the last; straight along lanes, bent in the gaps. */
function edgePath(places: { x: number; y: number }[]): string {
  const middle = ({ y }: { y: number }) => y + HEIGHT / 2;
  let path = `M${places[0].x + WIDTH} ${middle(places[0])}`;
  for (let index = 1; index < places.length; index += 1) {
    const [from, to] = [places[index - 1], places[index]];
    const half = to.x - GAP_X / 2;
    path += `H${to.x - GAP_X}C${half} ${middle(from)} ${half} ${middle(to)} ${to.x} ${middle(to)}`;
  }
  return path;
}

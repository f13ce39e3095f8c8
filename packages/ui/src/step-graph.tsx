import type { ReactNode } from "react";
import { cn } from "./class-names";
import { formatDuration } from "./format";
import { Link } from "./link";
import { ProgressBar } from "./progress-bar";
import { StatusDot } from "./status-dot";
import { layoutGraph, type GraphEdge, type GridPlace } from "./step-graph/layout";
import type { Tone } from "./tone";

export type { GraphEdge } from "./step-graph/layout";

export interface GraphNode {
  id: string;
  label: string;
  tone: Tone;
  /** The status in a word: it stands below the name. */
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

/** Card and gap in units of the drawing; on screen both grow with the room there is, up to `WIDEST` pixels a column. */
const WIDTH = 114;
const GAP_X = 20;
const WIDEST = 236;
const HEIGHT = 80;
const GAP_Y = 12;
const LANE = 20;

/** Steps and what waits for what, from left to right; a plain list from top to bottom on phones. */
export function StepGraph({ label, nodes, edges, className }: StepGraphProps) {
  const layout = layoutGraph(
    nodes.map(({ id }) => id),
    edges,
  );
  const { columns, position, lanes, rows, laneCount } = layout;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const width = columns.length * (WIDTH + GAP_X) - GAP_X;
  const nodesHeight = rows * (HEIGHT + GAP_Y) - GAP_Y;
  const height = nodesHeight + laneCount * LANE;
  const ordered = columns.flat().map((id) => byId.get(id)!);
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={cn("overflow-x-auto rounded-lg p-3.5", className)}
    >
      <div
        className="relative hidden sm:block"
        style={{ height, minWidth: width, maxWidth: columns.length * WIDEST }}
      >
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          {edges.map(({ from, to }, index) => {
            const laneY = lanes[index] === undefined ? undefined : nodesHeight + (lanes[index] + 0.75) * LANE;
            const live = byId.get(to)!.live;
            return (
              <path
                key={`${from} ${to}`}
                d={edgePath(position.get(from)!, position.get(to)!, laneY)}
                vectorEffect="non-scaling-stroke"
                className={cn(
                  "fill-none stroke-line-strong stroke-[1.4]",
                  live && "stroke-accent [stroke-dasharray:3_4]",
                )}
              />
            );
          })}
        </svg>
        <ol>
          {ordered.map((node) => {
            const { x, y } = corner(position.get(node.id)!);
            const style = {
              left: `${(x / width) * 100}%`,
              width: `${(WIDTH / width) * 100}%`,
              top: y,
              height: HEIGHT,
            };
            return (
              <li key={node.id} className="absolute flex" style={style}>
                <NodeCard node={node} />
              </li>
            );
          })}
        </ol>
      </div>
      <ol className="flex flex-col gap-3 sm:hidden">
        {ordered.map((node) => (
          <li
            key={node.id}
            className="relative flex not-first:before:absolute not-first:before:-top-3 not-first:before:left-[14px] not-first:before:h-3 not-first:before:border-l not-first:before:border-line-strong"
          >
            <NodeCard node={node} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function NodeCard({ node }: { node: GraphNode }) {
  const { label, tone, status, durationMs, hint, progress, live = false, href, selected = false } = node;
  const look = cn(
    "flex w-full min-w-0 flex-col justify-center rounded-lg border border-line bg-panel px-2.5 py-2",
    href && "transition-colors hover:border-line-strong",
    live && "border-accent shadow-[0_0_0_3px_var(--accent-soft)] hover:border-accent",
    selected && "border-text hover:border-text",
  );
  const inner = (
    <>
      <span className="flex min-w-0 items-center gap-1.5">
        <StatusDot tone={tone} live={live} />
        <span title={label} className="min-w-0 truncate font-semibold">
          {label}
        </span>
      </span>
      <span className="num mt-0.5 line-clamp-2 text-xs leading-[1.4] text-muted">
        {status}
        {durationMs === undefined ? null : <> · {formatDuration(durationMs)}</>}
        {hint ? <> · {hint}</> : null}
      </span>
      {progress === undefined ? null : (
        <ProgressBar value={progress} label={`${label} progress`} className="mt-1.5" />
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
function corner({ column, row }: GridPlace): { x: number; y: number } {
  return { x: column * (WIDTH + GAP_X), y: row * (HEIGHT + GAP_Y) };
}

/** From the right side of one card to the left side of another; through a lane below when columns are skipped. */
function edgePath(from: GridPlace, to: GridPlace, laneY: number | undefined): string {
  const start = { x: corner(from).x + WIDTH, y: corner(from).y + HEIGHT / 2 };
  const end = { x: corner(to).x, y: corner(to).y + HEIGHT / 2 };
  if (laneY === undefined) return `M${start.x} ${start.y}${bend(start, end)}`;
  const down = { x: start.x + GAP_X, y: laneY };
  const up = { x: end.x - GAP_X, y: laneY };
  return `M${start.x} ${start.y}${bend(start, down)}H${up.x}${bend(up, end)}`;
}

function bend(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const half = (from.x + to.x) / 2;
  return `C${half} ${from.y} ${half} ${to.y} ${to.x} ${to.y}`;
}

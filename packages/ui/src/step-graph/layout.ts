export interface GraphEdge {
  from: string;
  to: string;
}

/** A place in the grid; rows of a shorter column are centred, so they may be fractions. */
export interface GridPlace {
  column: number;
  row: number;
}

export interface GraphLayout {
  /** Node ids by column, left to right. */
  columns: string[][];
  position: Map<string, GridPlace>;
  /** For each edge, in the order given: the lane below all nodes it runs along because it skips columns, if it does. */
  lanes: (number | undefined)[];
  laneCount: number;
  /** Rows of the tallest column. */
  rows: number;
}

/**
 * Lays a directed acyclic graph out from left to right: every node one column after the last of those it waits for,
 * ordered within its column by where its predecessors are. An edge that skips columns gets a lane below the nodes, so
 * that it never runs behind one.
 * @throws when the edges form a cycle or name an unknown node.
 */
export function layoutGraph(ids: readonly string[], edges: readonly GraphEdge[]): GraphLayout {
  const before = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) {
    if (!before.has(from) || !before.has(to)) throw new Error(`Edge ${from} → ${to} names an unknown node.`);
    before.get(to)!.push(from);
  }
  const depth = new Map<string, number>();
  for (const id of ids) depthOf(id, before, depth, new Set());

  const columns: string[][] = [];
  for (const id of ids) (columns[depth.get(id)!] ??= []).push(id);
  const lanes = assignLanes(edges, depth);
  return {
    columns,
    position: place(columns, before),
    lanes,
    laneCount: Math.max(0, ...lanes.map((lane) => (lane ?? -1) + 1)),
    rows: Math.max(0, ...columns.map((column) => column.length)),
  };
}

/** The first lane that is free over the columns an edge skips. */
function assignLanes(edges: readonly GraphEdge[], depth: Map<string, number>): (number | undefined)[] {
  const taken: { start: number; end: number }[][] = [];
  return edges.map(({ from, to }) => {
    const [start, end] = [depth.get(from)!, depth.get(to)!];
    if (end - start < 2) return undefined;
    let lane = 0;
    while (taken[lane]?.some((other) => start < other.end && other.start < end)) lane += 1;
    (taken[lane] ??= []).push({ start, end });
    return lane;
  });
}

function place(columns: string[][], before: Map<string, string[]>): Map<string, GridPlace> {
  const rows = Math.max(0, ...columns.map((column) => column.length));
  const position = new Map<string, GridPlace>();
  columns.forEach((column, index) => {
    const pull = (id: string) => mean(before.get(id)!.map((parent) => position.get(parent)!.row));
    if (index > 0) column.sort((left, right) => pull(left) - pull(right));
    const top = (rows - column.length) / 2;
    column.forEach((id, row) => position.set(id, { column: index, row: top + row }));
  });
  return position;
}

function depthOf(
  id: string,
  before: Map<string, string[]>,
  depth: Map<string, number>,
  open: Set<string>,
): number {
  const known = depth.get(id);
  if (known !== undefined) return known;
  if (open.has(id)) throw new Error(`The graph has a cycle through ${id}.`);
  open.add(id);
  const own = Math.max(-1, ...before.get(id)!.map((parent) => depthOf(parent, before, depth, open))) + 1;
  depth.set(id, own);
  return own;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

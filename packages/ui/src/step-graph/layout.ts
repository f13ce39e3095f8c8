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
  /** For each edge, in the order given, the places it goes through from its first node to its last. */
  routes: GridPlace[][];
  /** Rows of the tallest column. */
  rows: number;
}

/**
 * Lays a directed acyclic graph out from left to right: every node one column after the last of those it waits for,
 * ordered within its column by where its predecessors are. An edge that skips columns gets a lane of its own there,
 * so that it never runs behind a node.
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

  const slots: string[][] = [];
  for (const id of ids) (slots[depth.get(id)!] ??= []).push(id);
  const chains = edges.map((edge, index) => addLanes(edge, index, depth, slots, before));
  const position = place(slots, before);
  return {
    columns: slots.map((column) => column.filter((id) => depth.has(id))),
    position: new Map(ids.map((id) => [id, position.get(id)!])),
    routes: chains.map((chain) => chain.map((id) => position.get(id)!)),
    rows: Math.max(0, ...slots.map((column) => column.length)),
  };
}

/** Puts a lane into every column the edge skips; returns what the edge goes through. */
function addLanes(
  edge: GraphEdge,
  index: number,
  depth: Map<string, number>,
  slots: string[][],
  before: Map<string, string[]>,
) {
  const chain = [edge.from];
  for (let column = depth.get(edge.from)! + 1; column < depth.get(edge.to)!; column += 1) {
    const lane = `\u0000${index}:${column}`;
    before.set(lane, [chain[chain.length - 1]]);
    slots[column].push(lane);
    chain.push(lane);
  }
  return [...chain, edge.to];
}

function place(slots: string[][], before: Map<string, string[]>): Map<string, GridPlace> {
  const rows = Math.max(0, ...slots.map((column) => column.length));
  const position = new Map<string, GridPlace>();
  slots.forEach((column, index) => {
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

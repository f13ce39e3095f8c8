import Delaunator from "delaunator";

/** A place with a height. */
export type Vertex = readonly [x: number, y: number, z: number];
export type Triangle = readonly [Vertex, Vertex, Vertex];

/**
 * A surface over scattered points: flat triangles between neighbours (Delaunay), as in matplotlib's tricontour. It goes
 * through every point, never higher or lower than these, and ends where they end. Points at one place count by their mean.
 * Empty where all lie on a line.
 */
export function surface(points: readonly Vertex[]): Triangle[] {
  const places = new Map<string, { x: number; y: number; sum: number; count: number }>();
  for (const [x, y, z] of points) {
    const place = places.get(`${x} ${y}`) ?? { x, y, sum: 0, count: 0 };
    places.set(`${x} ${y}`, { ...place, sum: place.sum + z, count: place.count + 1 });
  }
  const vertices = [...places.values()].map(({ x, y, sum, count }): Vertex => [x, y, sum / count]);
  if (vertices.length < 3) return [];
  const { triangles } = Delaunator.from(
    vertices,
    ([x]) => x,
    ([, y]) => y,
  );
  const found: Triangle[] = [];
  for (let at = 0; at < triangles.length; at += 3)
    found.push([vertices[triangles[at]], vertices[triangles[at + 1]], vertices[triangles[at + 2]]]);
  return found;
}

/** The means of points that share a cell of a grid, so that a surface follows the whole instead of every single one. */
export function cellMeans(points: readonly Vertex[], cell: number): Vertex[] {
  const cells = new Map<string, { sum: [number, number, number]; count: number }>();
  for (const [x, y, z] of points) {
    const place = `${Math.floor(x / cell)} ${Math.floor(y / cell)}`;
    const { sum, count } = cells.get(place) ?? { sum: [0, 0, 0], count: 0 };
    cells.set(place, { sum: [sum[0] + x, sum[1] + y, sum[2] + z], count: count + 1 });
  }
  return [...cells.values()].map(({ sum: [x, y, z], count }): Vertex => [x / count, y / count, z / count]);
}

/** What of the surface lies between two heights: a polygon of each triangle that has a part there. */
export function band(triangles: readonly Triangle[], low: number, high: number): Vertex[][] {
  return triangles.flatMap((triangle) => {
    const above = cut(triangle, low, 1);
    const within = cut(above, high, -1);
    return within.length >= 3 ? [within] : [];
  });
}

/** Where the surface has one height: a piece of line in each triangle that crosses it. */
export function isoline(triangles: readonly Triangle[], height: number): [Vertex, Vertex][] {
  return triangles.flatMap((triangle) => {
    const crossings = triangle.flatMap((vertex, index) => {
      const next = triangle[(index + 1) % 3];
      return vertex[2] < height !== next[2] < height ? [between(vertex, next, height)] : [];
    });
    return crossings.length === 2 ? [[crossings[0], crossings[1]] as [Vertex, Vertex]] : [];
  });
}

/** The part of a polygon above (side 1) or below (side -1) a height, its own edges and the cut (Sutherland and Hodgman). */
function cut(polygon: readonly Vertex[], height: number, side: 1 | -1): Vertex[] {
  const keeps = (vertex: Vertex) => (vertex[2] - height) * side >= 0;
  return polygon.flatMap((vertex, index) => {
    const next = polygon[(index + 1) % polygon.length];
    const kept = keeps(vertex) ? [vertex] : [];
    return keeps(vertex) === keeps(next) ? kept : [...kept, between(vertex, next, height)];
  });
}

function between([x0, y0, z0]: Vertex, [x1, y1, z1]: Vertex, height: number): Vertex {
  const share = (height - z0) / (z1 - z0);
  return [x0 + share * (x1 - x0), y0 + share * (y1 - y0), height];
}

import { createRandom, type Random } from "../random";
import type { ForestData, TreeLimits, TreeSample } from "./forest-data";
import { growTree } from "./grow-tree";
import type { GrownTree } from "./tree-builder";

export interface ForestTreePayload {
  readonly data: ForestData;
  readonly limits: TreeLimits;
  readonly seed: number;
  /** Which tree of the forest; seed and index decide everything random about it. */
  readonly tree: number;
  /** Rows drawn with replacement; null uses every row once. */
  readonly bootstrapRows: number | null;
}

/** Draws one tree's rows and grows it. */
export function buildForestTree({
  data,
  limits,
  seed,
  tree,
  bootstrapRows,
}: ForestTreePayload): Generator<undefined, GrownTree> {
  const random = randomOf(seed, tree);
  const weights = drawRows(random, data.rowCount, bootstrapRows);
  if (data.weights) for (let row = 0; row < weights.length; row++) weights[row] *= data.weights[row];
  return growTree(data, sampleOf(weights), limits, random);
}

/** How often a tree of a forest draws each row, shape (rowCount). */
export function drawnRows(seed: number, tree: number, rowCount: number, bootstrapRows: number): Float64Array {
  return drawRows(randomOf(seed, tree), rowCount, bootstrapRows);
}

function randomOf(seed: number, tree: number): Random {
  return createRandom(seed).fork(`tree:${tree}`);
}

function drawRows(random: Random, rowCount: number, bootstrapRows: number | null): Float64Array {
  const counts = new Float64Array(rowCount);
  if (bootstrapRows === null) return counts.fill(1);
  for (let drawn = 0; drawn < bootstrapRows; drawn++) counts[random.int(rowCount)]++;
  return counts;
}

function sampleOf(weights: Float64Array): TreeSample {
  const rows = new Int32Array(weights.length);
  let count = 0;
  let totalWeight = 0;
  for (let row = 0; row < weights.length; row++) {
    if (weights[row] === 0) continue;
    rows[count++] = row;
    totalWeight += weights[row];
  }
  return { rows: rows.slice(0, count), weights, totalWeight };
}

import { createRandom } from "../random";
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
  const random = createRandom(seed).fork(`tree:${tree}`);
  const weights = new Float64Array(data.rowCount);
  if (bootstrapRows === null) weights.fill(1);
  else for (let drawn = 0; drawn < bootstrapRows; drawn++) weights[random.int(data.rowCount)]++;
  return growTree(data, sampleOf(weights), limits, random);
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

import { ownersOf, type TreeArrays } from "../trees/ensemble";

/** What one tree asks for when it is explained. */
export interface TreeShape {
  readonly innerNodes: number;
  /** Inner nodes on the longest path. */
  readonly depth: number;
  /** Different features on the path that has most of them. */
  readonly features: number;
}

/** Walks a whole tree, telling every leaf. */
export function treeShape(
  trees: Pick<TreeArrays, "nodes" | "featureCount" | "categorySplits">,
  root: number,
  onLeaf: (leaf: number) => void,
): TreeShape {
  const { nodes, featureCount } = trees;
  const owners = ownersOf(trees);
  if (root < 0) {
    onLeaf(~root);
    return { innerNodes: 0, depth: 0, features: 0 };
  }
  const onPath = new Int32Array(featureCount);
  const path: number[] = [root];
  const sides: number[] = [0];
  let innerNodes = 1;
  let depth = 1;
  let different = enter(onPath, owners[nodes[root] >>> 17]);
  let features = different;
  while (path.length > 0) {
    const node = path[path.length - 1];
    const side = sides[sides.length - 1]++;
    if (side === 2) {
      path.pop();
      sides.pop();
      if (--onPath[owners[nodes[node] >>> 17]] === 0) different--;
      continue;
    }
    const child = nodes[node + 1 + side];
    if (child < 0) {
      onLeaf(~child);
      continue;
    }
    path.push(child);
    sides.push(0);
    innerNodes++;
    different += enter(onPath, owners[nodes[child] >>> 17]);
    depth = Math.max(depth, path.length);
    features = Math.max(features, different);
  }
  return { innerNodes, depth, features };
}

/** 1 when the feature is new to the path. */
function enter(onPath: Int32Array, feature: number): number {
  return onPath[feature]++ === 0 ? 1 : 0;
}

import { ModelFormatError, requireArray, type ModelArray, type UnpackedModel } from "../model-bytes";
import { createEnsemble, type TreeArrays, type TreeEnsemble } from "./ensemble";
import { readLeafCovers } from "./leaf-covers";

export function ensembleArrays(trees: TreeArrays): Record<string, ModelArray> {
  const { nodes, leaves, roots, cuts, cutStarts, leafCovers } = trees;
  return { nodes, leaves, roots, cuts, cutStarts, ...(leafCovers && { leafCovers }) };
}

/** Reads an ensemble back; every pointer is checked, so that a damaged file cannot send prediction astray. */
export function readEnsemble(
  model: UnpackedModel,
  shape: Pick<TreeArrays, "featureCount" | "categorySplits" | "leafSize" | "outputs">,
): TreeEnsemble {
  const trees: TreeArrays = {
    ...shape,
    nodes: requireArray(model, "nodes", "Int32Array"),
    leaves: requireArray(model, "leaves", "Float64Array"),
    roots: requireArray(model, "roots", "Int32Array"),
    // Copies: a view would keep the whole file in memory, beside the nodes and leaves placed for walking.
    cuts: requireArray(model, "cuts", "Float64Array").slice(),
    cutStarts: requireArray(model, "cutStarts", "Int32Array").slice(),
    leafCovers: readLeafCovers(model),
  };
  if (!hasSoundCuts(trees) || !hasSoundNodes(trees)) throw new ModelFormatError("its trees are damaged");
  return createEnsemble(trees);
}

function hasSoundCuts({ cuts, cutStarts, featureCount }: TreeArrays): boolean {
  if (cutStarts.length !== featureCount + 1 || cutStarts[0] !== 0) return false;
  return (
    cutStarts[featureCount] === cuts.length &&
    cutStarts.every((start, i) => i === 0 || start >= cutStarts[i - 1])
  );
}

function hasSoundNodes({ nodes, leaves, leafSize, roots, cutStarts, featureCount }: TreeArrays): boolean {
  const leafCount = leaves.length / leafSize;
  const isPlace = (target: number, after: number) =>
    target < 0 ? ~target < leafCount : target > after && target % 3 === 0 && target < nodes.length;
  if (nodes.length % 3 !== 0 || !roots.every((root) => isPlace(root, -1))) return false;
  for (let i = 0; i < nodes.length; i += 3) {
    const feature = nodes[i] >>> 17;
    if (feature >= featureCount || (nodes[i] & 0xffff) >= cutStarts[feature + 1] - cutStarts[feature])
      return false;
    // Children stand after their parent, so a walk always ends.
    if (!isPlace(nodes[i + 1], i) || !isPlace(nodes[i + 2], i)) return false;
  }
  return true;
}

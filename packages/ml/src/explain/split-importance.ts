import { TreeModel } from "../families/tree-model";
import type { FittedModel } from "../family";

/** How often the trees split by each feature, as shares that sum to 1 (or all 0); null for families without trees. */
export function splitImportance(model: FittedModel): Float64Array | null {
  return model instanceof TreeModel ? model.splitImportance() : null;
}

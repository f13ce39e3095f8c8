import type { FamilyId } from "../family";

/** What a family needs of its features: numbers on one scale, and no missing values. Trees need neither. */
export const FAMILY_NEEDS: Record<FamilyId, { readonly scaled: boolean; readonly complete: boolean }> = {
  random_forest: { scaled: false, complete: false },
  gradient_boosting: { scaled: false, complete: false },
  linear: { scaled: true, complete: true },
  neural_network: { scaled: true, complete: true },
  baseline: { scaled: false, complete: false },
};

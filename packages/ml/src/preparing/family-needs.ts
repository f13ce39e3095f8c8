import type { FamilyId } from "../family";
import type { PrepareConfig } from "./config";

/** What a family needs of its features, and what it can do with them. */
export interface FamilyNeeds {
  /** Numbers on one scale. */
  readonly scaled: boolean;
  /** No missing values. */
  readonly complete: boolean;
  /** Takes the codes of categories as what they are. */
  readonly categories: boolean;
}

export const FAMILY_NEEDS: Record<FamilyId, FamilyNeeds> = {
  random_forest: { scaled: false, complete: false, categories: false },
  gradient_boosting: { scaled: false, complete: false, categories: true },
  linear: { scaled: true, complete: true, categories: false },
  neural_network: { scaled: true, complete: true, categories: true },
  baseline: { scaled: false, complete: false, categories: false },
};

/** Families with equal keys learn from the same features, made by one preparing. */
export function preparingKey(family: FamilyId, { encode }: Pick<PrepareConfig, "encode">): string {
  const { scaled, complete, categories } = FAMILY_NEEDS[family];
  return JSON.stringify([scaled, complete, categories && usesNative(encode)]);
}

function usesNative(encode: PrepareConfig["encode"]): boolean {
  return JSON.stringify(encode).includes('"native"');
}

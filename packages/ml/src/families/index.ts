import { LearningError } from "../errors";
import type { FamilyId, ModelFamily } from "../family";
import { baseline } from "./baseline";
import { gradientBoosting } from "./gradient-boosting";
import { linear } from "./linear";
import { neuralNetwork } from "./neural-network";
import { randomForest } from "./random-forest";

/** Every model family; a missing entry does not compile. */
export const FAMILIES: Readonly<Record<FamilyId, ModelFamily>> = {
  random_forest: randomForest,
  gradient_boosting: gradientBoosting,
  linear,
  neural_network: neuralNetwork,
  baseline,
};

export function isFamilyId(id: string): id is FamilyId {
  return Object.hasOwn(FAMILIES, id);
}

/** The family of that id. Throws `unknown_family`, naming the known ones. */
export function familyById(id: string): ModelFamily {
  if (isFamilyId(id)) return FAMILIES[id];
  const known = Object.keys(FAMILIES);
  throw new LearningError(
    "unknown_family",
    `Unknown model family "${id}". Known families: ${known.join(", ")}.`,
    {
      id,
      known,
    },
  );
}

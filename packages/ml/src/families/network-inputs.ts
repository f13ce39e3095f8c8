import type { TrainingData } from "../family";
import { featureCount, type Matrix } from "../matrix";
import { defaultEmbeddingSize, embeddingRow, type EmbeddingShape } from "../neural/embedding";
import { fitStandardiser, type Standardiser } from "../neural/standardiser";

/** The vectors that category features get, in the order of the features. */
export function embeddingShapes(
  { categorical = [] }: Pick<TrainingData, "categorical">,
  size: "auto" | number | null,
): EmbeddingShape[] {
  if (size === null) return [];
  return [...categorical]
    .sort((a, b) => a.feature - b.feature)
    .map(({ feature, cardinality }) => ({
      feature,
      cardinality,
      size: size === "auto" ? defaultEmbeddingSize(cardinality) : size,
    }));
}

/** The matrix with a row of its table in place of each embedded value, so that every code is finite. */
export function withTableRows(x: Matrix, embeddings: readonly EmbeddingShape[]): Matrix {
  if (embeddings.length === 0) return x;
  const width = featureCount(x);
  const data = x.data.slice();
  for (const { feature, cardinality } of embeddings) {
    for (let at = feature; at < data.length; at += width) data[at] = embeddingRow(data[at], cardinality);
  }
  return { ...x, data };
}

/** Brings the features to one scale, all but the embedded ones. */
export function fitInputScaling(
  x: Matrix,
  weights: Float64Array | undefined,
  embeddings: readonly EmbeddingShape[],
): Standardiser {
  const scaling = fitStandardiser(x.data, featureCount(x), weights);
  for (const { feature } of embeddings) {
    scaling.means[feature] = 0;
    scaling.scales[feature] = 1;
  }
  return scaling;
}

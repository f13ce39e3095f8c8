import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { embeddingRow, plainFeatures, type EmbeddingShape } from "./embedding";
import type { TensorFlow } from "./tensorflow";

/**
 * Inputs, shape (rowCount, features), standardised but for embedded features, which hold codes; targets, shape (rowCount,
 * outputs), one-hot for classes; sample weights, shape (rowCount).
 */
export interface NetworkSide {
  readonly rowCount: number;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly weights?: Float64Array;
}

export interface Batch {
  /** As the model takes them: plain features, then one-hot codes. */
  readonly inputs: Tensor[];
  readonly targets: Tensor2D;
  /** shape (rows, 1) for values, (rows) for classes */
  readonly weights: Tensor1D | Tensor2D;
  readonly totalWeight: number;
}

export interface BatchShape {
  readonly features: number;
  readonly outputs: number;
  readonly classes: boolean;
  readonly embeddings: readonly EmbeddingShape[];
}

/** The chosen rows as tensors, which the caller disposes of. */
export function createBatch(
  { core }: TensorFlow,
  side: NetworkSide,
  rows: Int32Array,
  { features, outputs, classes, embeddings }: BatchShape,
): Batch {
  const plain = plainFeatures(features, embeddings);
  const columns = (from: Float64Array, width: number, of: readonly number[]) => {
    const picked = new Float32Array(rows.length * of.length);
    rows.forEach((row, i) => of.forEach((f, j) => (picked[i * of.length + j] = from[row * width + f])));
    return core.tensor2d(picked, [rows.length, of.length]);
  };
  const oneHot = ({ feature, cardinality }: EmbeddingShape) => {
    const filled = new Float32Array(rows.length * (cardinality + 1));
    rows.forEach((row, i) => {
      const code = embeddingRow(side.inputs[row * features + feature], cardinality);
      filled[i * (cardinality + 1) + code] = 1;
    });
    return core.tensor2d(filled, [rows.length, cardinality + 1]);
  };
  const weights = Float32Array.from(rows, (row) => side.weights?.[row] ?? 1);
  return {
    inputs: [...(plain.length > 0 ? [columns(side.inputs, features, plain)] : []), ...embeddings.map(oneHot)],
    targets: columns(
      side.targets,
      outputs,
      Array.from({ length: outputs }, (_, o) => o),
    ),
    weights: classes ? core.tensor1d(weights) : core.tensor2d(weights, [rows.length, 1]),
    totalWeight: weights.reduce((sum, weight) => sum + weight, 0),
  };
}

export function disposeBatch({ core }: TensorFlow, { inputs, targets, weights }: Batch): void {
  core.dispose([...inputs, targets, weights]);
}

/** How often each row of each embedding's table occurs. */
export function countCodes(
  { inputs, rowCount }: NetworkSide,
  features: number,
  embeddings: readonly EmbeddingShape[],
): Float64Array[] {
  return embeddings.map(({ feature, cardinality }) => {
    const counts = new Float64Array(cardinality + 1);
    for (let row = 0; row < rowCount; row++)
      counts[embeddingRow(inputs[row * features + feature], cardinality)]++;
    return counts;
  });
}

/** A learned vector for each category of a feature (Guo and Berkhahn, "Entity Embeddings of Categorical Variables", 2016). */
export interface Embedding extends EmbeddingShape {
  /** Row-major, shape (cardinality + 1, size); the last vector is for categories that have no code. */
  readonly table: Float32Array;
}

export interface EmbeddingShape {
  /** Index among the features. */
  readonly feature: number;
  readonly cardinality: number;
  readonly size: number;
}

/** fastai's rule of thumb: more numbers for more categories, ever more slowly, 600 at most. */
export function defaultEmbeddingSize(cardinality: number): number {
  return Math.min(600, Math.max(1, Math.round(1.6 * cardinality ** 0.56)));
}

/** The row of the table for a value: its code, or the last one for anything that is no code. */
export function embeddingRow(value: number, cardinality: number): number {
  return Number.isInteger(value) && value >= 0 && value < cardinality ? value : cardinality;
}

/** How many inputs the first layer has. */
export function embeddedWidth(features: number, embeddings: readonly EmbeddingShape[]): number {
  return embeddings.reduce((sum, { size }) => sum + size - 1, features);
}

/** The features that are not embedded, in their order. */
export function plainFeatures(features: number, embeddings: readonly EmbeddingShape[]): number[] {
  const embedded = new Set(embeddings.map(({ feature }) => feature));
  return Array.from({ length: features }, (_, f) => f).filter((f) => !embedded.has(f));
}

/** Rows whose codes became vectors behind the other features; the inputs themselves where nothing is embedded. */
export function embed(
  embeddings: readonly Embedding[],
  inputs: Float64Array,
  rowCount: number,
): Float64Array {
  if (embeddings.length === 0) return inputs;
  const features = rowCount === 0 ? 0 : inputs.length / rowCount;
  const plain = plainFeatures(features, embeddings);
  const width = embeddedWidth(features, embeddings);
  const out = new Float64Array(rowCount * width);
  for (let row = 0; row < rowCount; row++) {
    let at = row * width;
    for (const f of plain) out[at++] = inputs[row * features + f];
    for (const { feature, cardinality, size, table } of embeddings) {
      const from = embeddingRow(inputs[row * features + feature], cardinality) * size;
      for (let i = 0; i < size; i++) out[at++] = table[from + i];
    }
  }
  return out;
}

/**
 * Gives every category that training never saw, the one without a code among them, the mean of the vectors of those it
 * saw, by how often it saw them; in place.
 */
export function fillUnseen({ size, table }: Embedding, seen: Float64Array): void {
  const total = seen.reduce((sum, count) => sum + count, 0);
  const mean = new Float64Array(size);
  seen.forEach((count, row) => {
    for (let i = 0; i < size; i++) mean[i] += (count / total) * table[row * size + i];
  });
  seen.forEach((count, row) => {
    if (count === 0) table.set(mean, row * size);
  });
}

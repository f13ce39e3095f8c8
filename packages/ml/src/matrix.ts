/**
 * A dense numeric matrix, row-major: the value of row `r` and feature `f` is `data[r * featureCount + f]`.
 * NaN means missing. This is what preparing makes and model families learn from.
 */
export interface Matrix {
  readonly rowCount: number;
  readonly featureNames: readonly string[];
  readonly data: Float64Array;
}

/** The number of features (columns) of a matrix. */
export function featureCount(matrix: Matrix): number {
  return matrix.featureNames.length;
}

export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** True rows of the class, or their weight. */
  readonly support: number;
}

/** `matrix[i][j]`: rows (or their weight) of true class i that were predicted as class j. */
export function confusionMatrix(
  y: Float64Array,
  predicted: Float64Array,
  classCount: number,
  weights?: Float64Array,
): number[][] {
  if (y.length !== predicted.length)
    throw new RangeError(`${y.length} true values and ${predicted.length} predictions.`);
  if (weights && weights.length !== y.length)
    throw new RangeError(`${y.length} true values and ${weights.length} weights.`);
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  y.forEach((truth, i) => (matrix[truth][predicted[i]] += weights?.[i] ?? 1));
  return matrix;
}

/** Precision, recall and F1 of every class against all others; 0 where there is nothing to divide by. */
export function classScores(matrix: readonly (readonly number[])[]): ClassScores[] {
  return matrix.map((row, index) => {
    const hits = row[index];
    const support = row.reduce((sum, count) => sum + count, 0);
    const called = columnSum(matrix, index);
    return {
      precision: ratio(hits, called),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, called + support),
      support,
    };
  });
}

/** The scores of the classes that occur, as truth or as prediction: scikit-learn's labels. */
export function occurringScores(matrix: readonly (readonly number[])[]): ClassScores[] {
  return classScores(matrix).filter(({ support }, index) => support > 0 || columnSum(matrix, index) > 0);
}

/** The mean of scores: each class counting alike (macro) or by its support (weighted). */
export function averageScores(
  scores: readonly ClassScores[],
  average: "macro" | "weighted",
): Omit<ClassScores, "support"> {
  const weight = ({ support }: ClassScores) => (average === "macro" ? 1 : support);
  const total = scores.reduce((sum, each) => sum + weight(each), 0);
  const mean = (key: "precision" | "recall" | "f1") =>
    ratio(
      scores.reduce((sum, each) => sum + weight(each) * each[key], 0),
      total,
    );
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

function columnSum(matrix: readonly (readonly number[])[], index: number): number {
  return matrix.reduce((sum, row) => sum + row[index], 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

import type { Task, TrainingData } from "../family";
import type { Matrix } from "../matrix";
import { createRandom } from "../random";

export interface ConformanceOptions {
  /** Parameters that make one fit small; the defaults when absent. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Parameters that make one fit long enough to be aborted in the middle. */
  readonly longParams?: Readonly<Record<string, unknown>>;
  /** Rows and features of the data that `longParams` are fitted on; 4000 and 4 when absent. */
  readonly longShape?: { readonly rows: number; readonly features: number };
  /**
   * Parameters under which a row of weight 2 is as good as the row twice (no row is drawn), and the digits to which the
   * predictions then agree.
   */
  readonly weights: { readonly params: Readonly<Record<string, unknown>>; readonly digits: number };
}

export const ROWS = 200;

export function matrix(rowCount: number, columns: readonly ((row: number) => number)[]): Matrix {
  const data = new Float64Array(rowCount * columns.length);
  for (let row = 0; row < rowCount; row++)
    columns.forEach((of, f) => (data[row * columns.length + f] = of(row)));
  return { rowCount, featureNames: columns.map((_, f) => `f${f}`), data };
}

/** Features of noise and one that is constant, the last; the target follows the first two. */
export function example(task: Task, classCount = 3, rowCount = ROWS, features = 4): TrainingData {
  const random = createRandom(11);
  const noise = Array.from({ length: features - 1 }, () =>
    Float64Array.from({ length: rowCount }, () => random.normal()),
  );
  const x = matrix(rowCount, [...noise.map((values) => (row: number) => values[row]), () => 7]);
  const signal = (row: number) => noise[0][row] + 0.5 * noise[1][row];
  const classOf = (value: number) =>
    Math.min(classCount - 1, Math.max(0, Math.floor(value + classCount / 2)));
  const y = Float64Array.from({ length: rowCount }, (_, row) =>
    task === "regression" ? signal(row) : classOf(signal(row)),
  );
  return { task, x, y, classCount: task === "regression" ? 0 : classCount };
}

export function rowsOf(x: Matrix, from: number, to: number): Matrix {
  const width = x.featureNames.length;
  return { ...x, rowCount: to - from, data: x.data.slice(from * width, to * width) };
}

import type { TrainingData } from "../family";
import { featureCount, type Matrix } from "../matrix";
import type { Random } from "../random";

export interface Side {
  readonly x: Matrix;
  readonly y: Float64Array;
  readonly weights?: Float64Array;
}

/**
 * The rows to learn from and those to stop by: the given validation rows, else a drawn share of the training rows
 * (none where that would leave either side empty).
 */
export function holdOut(
  data: TrainingData,
  share: number,
  random: Random,
): { train: Side; validation: Side | null } {
  if (data.validation && data.validation.x.rowCount > 0) return { train: data, validation: data.validation };
  const count = Math.round(data.x.rowCount * share);
  if (count < 1 || count >= data.x.rowCount) return { train: data, validation: null };
  const order = random.shuffle(Int32Array.from({ length: data.x.rowCount }, (_, row) => row));
  return {
    train: pick(data, order.slice(count).sort()),
    validation: pick(data, order.slice(0, count).sort()),
  };
}

function pick({ x, y, weights }: Side, rows: Int32Array): Side {
  const width = featureCount(x);
  const data = new Float64Array(rows.length * width);
  rows.forEach((row, i) => data.set(x.data.subarray(row * width, (row + 1) * width), i * width));
  return {
    x: { ...x, rowCount: rows.length, data },
    y: Float64Array.from(rows, (row) => y[row]),
    weights: weights && Float64Array.from(rows, (row) => weights[row]),
  };
}

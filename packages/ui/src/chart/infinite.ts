/** Whether a value is infinite, or the largest double, as which MLflow stores one. */
export const isInfinite = (value: number | null | undefined): value is number =>
  Math.abs(value ?? 0) >= Number.MAX_VALUE;

/** The nearest double that is finite: of an infinite value, the one as which MLflow stores it. NaN stays NaN. */
export const finite = (value: number): number =>
  Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));

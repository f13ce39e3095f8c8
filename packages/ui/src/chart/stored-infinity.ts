/** MLflow stores an infinite value as the largest double there is. */
export const isStoredInfinity = (value: number | null | undefined): value is number =>
  Math.abs(value ?? 0) === Number.MAX_VALUE;

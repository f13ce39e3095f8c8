import { formatValue } from "../format";

/** Whether a value is infinite, or the largest double, as which MLflow stores one. */
export const isInfinite = (value: number | null | undefined): value is number =>
  Math.abs(value ?? 0) >= Number.MAX_VALUE;

/** The nearest double that is finite: of an infinite value, the one as which MLflow stores it. NaN stays NaN. */
export const finite = (value: number): number =>
  Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));

/** NaN is a gap; an infinite value is the largest double, which a chart draws at its edge. */
export const drawable = (value: number): number | null => (Number.isNaN(value) ? null : finite(value));

/** An infinite value as it is read. */
export const readInfinite = (value: number): string => formatValue(value > 0 ? Infinity : -Infinity);

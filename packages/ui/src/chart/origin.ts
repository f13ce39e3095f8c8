import { formatInteger } from "../format";

/**
 * Whole numbers of more digits than a double holds are drawn as what they are beyond one of them, the origin of their axis;
 * a text, since options of charts are compared as JSON.
 */
export const beyondOrigin = (value: number | bigint, origin: string): number =>
  Number(BigInt(value) - BigInt(origin));

/** The whole number that a drawn value stands for. */
export const fromOrigin = (drawn: number, origin: string): bigint =>
  BigInt(origin) + BigInt(Math.round(drawn));

export const readFromOrigin = (drawn: number, origin: string): string =>
  formatInteger(fromOrigin(drawn, origin));

/** What an axis is called whose ticks are counted from there. */
export function titleFromOrigin(label: string, origin: string | undefined): string {
  const start = BigInt(origin ?? 0);
  if (start === 0n) return label;
  return start < 0n ? `${label} + ${formatInteger(-start)}` : `${label} − ${formatInteger(start)}`;
}

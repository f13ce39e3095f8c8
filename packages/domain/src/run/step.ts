import { z } from "zod";

/** When in a training, counted as whoever logs likes: any whole number of 64 bits. A bigint where a number would not be exact. */
export type Step = number | bigint;

const [LEAST, MOST] = [-(2n ** 63n), 2n ** 63n - 1n];

export const step = z.custom<Step>(
  (given) => (typeof given === "bigint" ? LEAST <= given && given <= MOST : Number.isSafeInteger(given)),
  "Step must be a valid long (64-bit integer).",
);

/** A number where that is exact. The text is a whole number's. */
export function stepOf(given: string | number | bigint): Step {
  const number = Number(given);
  return Number.isSafeInteger(number) ? number : BigInt(given);
}

/** Written out, for what cannot carry a bigint. */
export const stepText = z
  .string()
  .regex(/^-?\d{1,19}$/, { error: "A step is a whole number.", abort: true })
  .transform(stepOf)
  .pipe(step);

/** For sorting: a bigint and a number have no difference. */
export function compareSteps(a: Step, b: Step): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

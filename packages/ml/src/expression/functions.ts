/** A function of the language: how many numbers it takes and what it makes of them. Missing values are NaN. */
export interface ExpressionFunction {
  readonly least: number;
  readonly most: number;
  readonly apply: (values: readonly number[]) => number;
}

const DAY_MS = 86_400_000;

const unary = (apply: (value: number) => number): ExpressionFunction => ({
  least: 1,
  most: 1,
  apply: ([value]) => apply(value),
});

/** Parts of a time given in milliseconds since 1970, in UTC. */
const datePart = (part: (date: Date) => number) => unary((value) => part(new Date(value)));

/**
 * Every function by its name. `min` and `max` skip missing values and are missing only when all are; `coalesce` is the first
 * that is not missing; `round` rounds halves away from zero, with an optional number of decimals; `weekday` is 1 for Monday
 * to 7 for Sunday. `if` is not here: it does not evaluate what it does not choose.
 */
export const EXPRESSION_FUNCTIONS: Readonly<Record<string, ExpressionFunction>> = {
  abs: unary(Math.abs),
  ceil: unary(Math.ceil),
  coalesce: { least: 1, most: 20, apply: (values) => values.find((value) => !Number.isNaN(value)) ?? NaN },
  day: datePart((date) => date.getUTCDate()),
  exp: unary(Math.exp),
  floor: unary(Math.floor),
  hour: unary((value) => Math.floor((((value % DAY_MS) + DAY_MS) % DAY_MS) / 3_600_000)),
  log: unary(Math.log),
  log1p: unary(Math.log1p),
  max: { least: 1, most: 20, apply: (values) => known(values, Math.max) },
  min: { least: 1, most: 20, apply: (values) => known(values, Math.min) },
  month: datePart((date) => date.getUTCMonth() + 1),
  round: { least: 1, most: 2, apply: ([value, decimals = 0]) => roundTo(value, decimals) },
  sqrt: unary(Math.sqrt),
  weekday: datePart((date) => ((date.getUTCDay() + 6) % 7) + 1),
  year: datePart((date) => date.getUTCFullYear()),
};

function known(values: readonly number[], pick: (...values: number[]) => number): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.length === 0 ? NaN : pick(...present);
}

function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return (Math.sign(value) * Math.round(Math.abs(value) * factor)) / factor;
}

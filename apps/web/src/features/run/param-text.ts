const DIGITS = 6;

/** A parameter for a table: a number that floating point made long (0.05500000000000001) in six digits, all else as it is. */
export function shortParam(text: string | undefined): string {
  if (text === undefined) return "–";
  const isLongFraction = /^-?\d*\.\d+(e[+-]?\d+)?$/i.test(text) && text.length > DIGITS + 3;
  return isLongFraction ? String(Number(Number(text).toPrecision(DIGITS))) : text;
}

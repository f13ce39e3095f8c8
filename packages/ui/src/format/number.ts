/** What is shown for a value that is not there. */
export const MISSING = "–";

type Numeric = number | null | undefined;

const cache = new Map<string, Intl.NumberFormat>();

/** One `Intl.NumberFormat` per set of options: creating them is what costs. */
export function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  let format = cache.get(key);
  if (!format) cache.set(key, (format = new Intl.NumberFormat("en-US", options)));
  return format;
}

/** Text for missing, NaN and infinite values; undefined for an ordinary number. */
export function unusual(value: Numeric): string | undefined {
  if (value === null || value === undefined) return MISSING;
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  return undefined;
}

/** `20640` becomes `20,640`, however many digits it has. */
export function formatInteger(value: Numeric | bigint): string {
  if (typeof value === "bigint") return numberFormat({}).format(value);
  return unusual(value) ?? withoutNegativeZero(numberFormat({ maximumFractionDigits: 0 }).format(value!));
}

/** A fixed number of decimals: `formatDecimal(0.84, 3)` is `0.840`. */
export function formatDecimal(value: Numeric, digits = 2): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return unusual(value) ?? withoutNegativeZero(numberFormat(options).format(value!));
}

/** A share of one as percent: `0.8446` becomes `84.46%`. */
export function formatPercent(value: Numeric, digits = 2): string {
  const options = { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return unusual(value) ?? withoutNegativeZero(numberFormat(options).format(value!));
}

/** Money; whole units from 100 on, cents below: `$46,322`, `$12.50`. */
export function formatMoney(value: Numeric, currency = "USD", digits?: number): string {
  const special = unusual(value);
  if (special) return special;
  const decimals = digits ?? (Math.abs(value!) >= 100 || Number.isInteger(value) ? 0 : 2);
  const options = {
    style: "currency",
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  };
  return withoutNegativeZero(numberFormat(options as Intl.NumberFormatOptions).format(value!));
}

/**
 * Significant digits, never rounding the integer part away: `0.84461` is `0.8446`, `46322.1` is `46,322`.
 * Very small and very large magnitudes are written with an exponent.
 */
export function formatSignificant(value: Numeric, digits = 4): string {
  const special = unusual(value);
  if (special) return special;
  const number = value!;
  const magnitude = Math.abs(number);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e15)) {
    return number
      .toExponential(digits - 1)
      .replace(/\.?0+e/, "e")
      .replace("e+", "e");
  }
  if (magnitude >= 10 ** (digits - 1)) return formatInteger(number);
  return numberFormat({ maximumSignificantDigits: digits }).format(number);
}

/** Short for axes and tight places: `46322` is `46.3K`, `1250000` is `1.25M`. */
export function formatCompact(value: Numeric): string {
  const special = unusual(value);
  if (special) return special;
  if (Math.abs(value!) < 1000) return formatSignificant(value, 3);
  return numberFormat({ notation: "compact", maximumSignificantDigits: 3 }).format(value!);
}

function withoutNegativeZero(text: string): string {
  return /[1-9]/.test(text) ? text : text.replace(/^-/, "");
}

/** The ends of an axis. */
export interface Domain {
  readonly min: number;
  readonly max: number;
}

/** The domain of values with a little room at both ends; one of width 1 around a single value, and 0 to 1 for none. */
export function domainOf(values: readonly number[], room = 0.03): Domain {
  if (values.length === 0) return { min: 0, max: 1 };
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  if (low === high) {
    const half = Math.abs(low) * 0.1 || 0.5;
    return { min: Math.max(-Number.MAX_VALUE, low - half), max: Math.min(Number.MAX_VALUE, high + half) };
  }
  const more = high * room - low * room;
  return { min: Math.max(-Number.MAX_VALUE, low - more), max: Math.min(Number.MAX_VALUE, high + more) };
}

/** Where a value lies on an axis from `from` to `to`, in hundredths of a unit; beyond its ends at the end. */
export function scale({ min, max }: Domain, from: number, to: number): (value: number) => number {
  // Halved, so that the width of an axis over all doubles is one, too.
  const width = max / 2 - min / 2;
  return (value) => {
    const part = Math.min(1, Math.max(0, (value / 2 - min / 2) / width));
    return Math.round((from + part * (to - from)) * 100) / 100;
  };
}

/** Round values inside a domain, about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function ticks({ min, max }: Domain, count = 5): number[] {
  const rough = max / count - min / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((times) => times * power >= rough) ?? 10);
  const first = Math.ceil(min / step);
  const last = Math.floor(max / step);
  if (!Number.isFinite(step) || step === 0 || !Number.isSafeInteger(first) || !Number.isSafeInteger(last))
    return [min, max];
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

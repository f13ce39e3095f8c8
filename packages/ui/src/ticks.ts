/**
 * Round numbers inside [low, high], about `wanted` of them; the ends where between them there is none. Any two doubles
 * have some, also those whose difference is none any more.
 */
export function niceTicks(low: number, high: number, wanted = 5): number[] {
  if (!(high > low)) return [low];
  // Of neighbours the parts may be equal; of the ends of all doubles the difference is none.
  const span = high - low;
  const rough = Math.max(span < Infinity ? span / wanted : high / wanted - low / wanted, Number.MIN_VALUE);
  const power = Math.floor(Math.log10(rough));
  const [digit, exponent] = [
    ...[1, 2, 5].map((factor) => [factor, power]),
    ...[1, 2].map((factor) => [factor, power + 1]),
  ].find(([factor, at]) => Number(`${factor}e${at}`) >= rough * (1 - 1e-9))!;
  const step = Number(`${digit}e${exponent}`);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiples of the step, read from their digits: sums would drift to 0.30000000000000004.
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(`${(first + index) * digit}e${exponent}`),
  );
  return inside(ticks, low, high, 1);
}

/** The ticks that lie in the range, each once; its ends where these are too few. */
function inside(ticks: number[], low: number, high: number, least = 2): number[] {
  const found = [...new Set(ticks)].filter((tick) => tick >= low && tick <= high);
  return found.length >= least ? found : [low, high];
}

const MOST_POWERS = 10;

/** Powers of ten inside [low, high], some of them where there are many; the ends when there is none. */
export function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const every = [1, 2, 5, 10, 20, 50, 100].find((count) => (last - first) / count <= MOST_POWERS) ?? 100;
  const from = Math.floor(first / every);
  const ticks = Array.from({ length: Math.ceil(last / every) - from + 1 }, (_, index) =>
    Number(`1e${(from + index) * every}`),
  );
  return inside(ticks, low, high);
}

/** Ticks of a logarithmic axis: powers of ten, and their doubles and fives where these would be too few. */
export function finerLogTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  if (last - first > 4) return logTicks(low, high);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${first + index}`)),
  ).flat();
  return inside(ticks, low, high);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  ...[1, 2, 5, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * DAY),
];

/** Milliseconds inside [low, high] at whole seconds, minutes, hours or days, about `wanted` of them. */
export function timeTicks(low: number, high: number, wanted = 5): number[] {
  const rough = high / wanted - low / wanted;
  if (!(high > low) || rough < SECOND) return niceTicks(low, high, wanted);
  const step = TIME_STEPS.find((candidate) => candidate >= rough);
  if (step === undefined) {
    const days = niceTicks(low / DAY, high / DAY, wanted);
    return inside(
      days.map((day) => day * DAY),
      low,
      high,
      1,
    );
  }
  const first = Math.ceil(low / step);
  const ticks = Array.from(
    { length: Math.floor(high / step) - first + 1 },
    (_, index) => (first + index) * step,
  );
  return inside(ticks, low, high, 1);
}

/** Round numbers inside [low, high], about `wanted` of them. */
export function niceTicks(low: number, high: number, wanted = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiples of the step, written with its own decimals: sums would drift to 0.30000000000000004.
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(decimals)),
  );
}

/** Powers of ten inside [low, high]; the ends when there is none. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(low) - 1e-9); 10 ** power <= high * (1 + 1e-9); power += 1) {
    // 10 ** -4 is a little less than 0.0001.
    ticks.push(Number(`1e${power}`));
  }
  return ticks.length >= 2 ? ticks : [low, high];
}

/** Ticks of a logarithmic axis: powers of ten, and their doubles and fives where these would be too few. */
export function finerLogTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  if (last - first > 4) return logTicks(low, high);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${first + index}`)),
  )
    .flat()
    .filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  return ticks.length >= 2 ? ticks : [low, high];
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
  const rough = (high - low) / wanted;
  if (!(high > low) || rough < SECOND) return niceTicks(low, high, wanted);
  const step = TIME_STEPS.find((candidate) => candidate >= rough);
  if (step === undefined) return niceTicks(low / DAY, high / DAY, wanted).map((days) => days * DAY);
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
  return ticks;
}

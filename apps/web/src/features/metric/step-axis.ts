import type { Step } from "@pipepilot/domain/run/step";
import type { NumberFormat } from "@pipepilot/ui/format";

/** From here on all the digits of a step are too long to stand below a tick. */
const LONG = 1e7;

/** How steps are drawn: as they are, or as what they are beyond the first where only the last digits differ. */
export interface StepAxis {
  /** Of steps that a double does not hold, or whose ticks would all read the same; "0" of others that are long. */
  origin?: string;
  format: NumberFormat;
}

export function stepAxis(steps: Iterable<Step>): StepAxis {
  let [low, high]: [Step, Step] = [Infinity, -Infinity];
  for (const step of steps) {
    if (step < low) low = step;
    if (step > high) high = step;
  }
  if (low > high) return { format: { kind: "integer" } };
  const [lowest, highest] = [Number(low), Number(high)];
  const isExact = Number.isSafeInteger(lowest) && Number.isSafeInteger(highest);
  const span = highest - lowest;
  const size = Math.max(Math.abs(lowest), Math.abs(highest));
  if (size < LONG) return { format: { kind: "integer" } };
  if (!isExact || span < size / 100) return { origin: String(low), format: { kind: "compact" } };
  // Short below the ticks, every digit where one is read.
  return { origin: "0", format: { kind: "compact" } };
}

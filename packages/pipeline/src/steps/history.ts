import type { TrainingPoint } from "@pipepilot/ml";

/** What a fit told of its progress, among the files that training makes. */
export const HISTORY_FILE = "history.json";

/** The moments of a fit as JSON; a metric that is no finite number is null. */
export function encodeHistory(history: readonly TrainingPoint[]): Uint8Array {
  const points = history.map(({ done, metrics }) => ({ done, metrics }));
  return new TextEncoder().encode(`${JSON.stringify(points)}\n`);
}

/** The moments that `encodeHistory` wrote; null is NaN. */
export function decodeHistory(bytes: Uint8Array): TrainingPoint[] {
  const points = JSON.parse(new TextDecoder().decode(bytes)) as {
    done: number;
    metrics: Record<string, number | null>;
  }[];
  return points.map(({ done, metrics }) => ({
    done,
    metrics: Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, value ?? NaN])),
  }));
}

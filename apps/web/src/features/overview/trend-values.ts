import type { BestTrend } from "@pipepilot/domain/experiment/leaderboard-schema";

const POINTS = 24;

/**
 * The best value at evenly spaced moments from the first record until something last happened; it holds until the next
 * record. What is not finite leaves a gap.
 */
export function trendValues(records: BestTrend["records"], until: Date | null): (number | null)[] {
  const from = records[0].at.getTime();
  const to = Math.max(until?.getTime() ?? 0, records[records.length - 1].at.getTime());
  return Array.from({ length: POINTS }, (_, index) => {
    const moment = index === POINTS - 1 ? to : from + ((to - from) * index) / (POINTS - 1);
    const held = records.filter(({ at }) => at.getTime() <= moment);
    const value = held[held.length - 1]?.value ?? null;
    return value !== null && Number.isFinite(value) ? value : null;
  });
}

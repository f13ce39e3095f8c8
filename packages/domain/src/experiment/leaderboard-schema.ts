import { z } from "zod";
import { cursor, pageLimit, type Page } from "../page";
import type { ExperimentSummary } from "./schema";

/** What experiments stand in the order of: by `best` those of one metric stand together. */
export const LEADERBOARD_ORDERS = ["activity", "name", "best", "runs", "recent"] as const;
export type LeaderboardOrder = (typeof LEADERBOARD_ORDERS)[number];

export const leaderboardInput = z.strictObject({
  order: z.enum(LEADERBOARD_ORDERS).default("activity"),
  /** Of `best`: the best first. */
  descending: z.boolean().default(true),
  cursor,
  limit: pageLimit(10, 100),
});
export type LeaderboardInput = z.input<typeof leaderboardInput>;

/** How an experiment got better: of its finished runs those that were better than all before, by their beginning. */
export interface BestTrend {
  records: { at: Date; value: number }[];
  /** Whether older runs than the newest thousand finished ones were left out. */
  cut: boolean;
}

export interface LeaderboardRow extends ExperimentSummary {
  /** Begun in the last 24 hours. */
  recentRuns: number;
  /** When a run last began or ended. */
  lastActivityAt: Date | null;
  /** Null where no run has the metric. */
  trend: BestTrend | null;
}

export interface Leaderboard extends Page<LeaderboardRow> {
  /** Experiments there are in all. */
  total: number;
}

import { LEADERBOARD_ORDERS, type LeaderboardOrder } from "@pipepilot/domain/experiment/leaderboard-schema";

/** What of the leaderboard is in the overview's address: `?leaderboard=-best&experiments=all`. */
export interface LeaderboardAddress {
  order: LeaderboardOrder;
  descending: boolean;
  /** As many as are read at once instead of the first ten. */
  all: boolean;
}

export const FIRST_EXPERIMENTS = 10;
const EXPERIMENTS_AT_ONCE = 100;

export function parseLeaderboardAddress(params: Pick<URLSearchParams, "get">): LeaderboardAddress {
  const text = params.get("leaderboard") ?? "";
  const order = LEADERBOARD_ORDERS.find((each) => each === text.replace(/^-/, ""));
  const all = params.get("experiments") === "all";
  return order
    ? { order, descending: text.startsWith("-"), all }
    : { order: "activity", descending: true, all };
}

/** The order as it stands in the address; null for the one that is so by itself. */
export function writeOrder({ order, descending }: Pick<LeaderboardAddress, "order" | "descending">) {
  return order === "activity" && descending ? null : `${descending ? "-" : ""}${order}`;
}

/** Server and browser ask for the same. */
export const leaderboardQuery = (project: string, { order, descending, all }: LeaderboardAddress) => ({
  project,
  order,
  descending,
  limit: all ? EXPERIMENTS_AT_ONCE : FIRST_EXPERIMENTS,
});

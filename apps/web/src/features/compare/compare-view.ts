import { parseRunIds } from "@/features/experiment/runs-view";

/** What of a comparison is in its address: `?runs=<id>,<id>&show=all`. */
export interface CompareView {
  runIds: string[];
  onlyDifferences: boolean;
}

export const MOST_RUNS = 50;

export function parseCompareView(params: Pick<URLSearchParams, "get">): CompareView {
  return {
    runIds: parseRunIds(params.get("runs")).slice(0, MOST_RUNS),
    onlyDifferences: params.get("show") !== "all",
  };
}

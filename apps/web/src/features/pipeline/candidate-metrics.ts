import type { CandidateRun } from "@pipepilot/domain/pipeline/schema";

const USUAL = ["rmse", "r2", "mae", "mape", "f1", "roc_auc", "accuracy", "log_loss"];
const SHOWN = 5;

/** The metrics to show of some candidates: what decides first, then the usual ones they have, then what is live. */
export function candidateMetrics(
  candidates: readonly Pick<CandidateRun, "metrics">[],
  primary: string | undefined,
): string[] {
  const present = new Set(candidates.flatMap(({ metrics }) => Object.keys(metrics)));
  const judged = [...(primary ? [primary] : []), ...USUAL].filter((key) => present.has(key));
  const keys = judged.length > 0 ? judged : [...present].sort();
  return [...new Set(keys)].slice(0, SHOWN);
}

import type { ComparedRun } from "@pipepilot/domain/run/compare-schema";

/** Whether what is compared may still change by itself. What has ended is not read again with every message. */
export function unfinished(runs: readonly Pick<ComparedRun, "status">[]): boolean {
  return runs.some(({ status }) => status === "RUNNING" || status === "SCHEDULED");
}

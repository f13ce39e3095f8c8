import type { PipelineRunStatus, PromotionDecision, RunCause } from "@pipepilot/domain/pipeline/schema";
import type { Tone } from "@pipepilot/ui";

export const RUN_STATUS: Record<PipelineRunStatus, { readonly tone: Tone; readonly word: string }> = {
  queued: { tone: "neutral", word: "Queued" },
  running: { tone: "accent", word: "Running" },
  succeeded: { tone: "good", word: "Succeeded" },
  failed: { tone: "bad", word: "Failed" },
  cancelled: { tone: "neutral", word: "Cancelled" },
};

/** Why it was started, for a table's cell. */
export function causeText(cause: RunCause, createdBy: string): string {
  switch (cause.kind) {
    case "manual":
      return createdBy ? `Started by ${createdBy}` : "Started by hand";
    case "demo":
      return "Part of the demo";
    case "dataset-version":
      return `New data: ${cause.dataset} v${cause.number}`;
    case "reproduction":
      return `Reproduces ${cause.run}`;
  }
}

export const OUTCOME: Record<PromotionDecision["outcome"], { readonly tone: Tone; readonly word: string }> = {
  promoted: { tone: "good", word: "Promoted" },
  kept: { tone: "neutral", word: "Kept" },
  not_requested: { tone: "neutral", word: "Not promoted" },
};

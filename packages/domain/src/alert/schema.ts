import { z } from "zod";
import { plainText } from "../text";

/** A run that logged nothing for so long although it says that it is running. */
export const SILENT_AFTER_MS = 60 * 60_000;
/** How long inference processes may take to load what was moved to Production before it counts as not served. */
export const LOADING_GRACE_MS = 30_000;
export const MOST_ERRORS = 0.05;
export const KEY_EXPIRES_WITHIN_MS = 7 * 24 * 60 * 60_000;
/** How long an alert stays hidden of which nothing records that it ended and began again. */
export const HIDDEN_AT_MOST_MS = 24 * 60 * 60_000;

/** What is wrong, in facts; pages make a sentence of them. */
export type AlertFacts =
  | {
      kind: "pipeline-failed";
      pipeline: string;
      /** The newest run that failed, and how many have since the last that succeeded. */
      number: number;
      failures: number;
      message: string | null;
    }
  | { kind: "data-blocked"; dataset: string; number: number; findings: number; first: string | null }
  /** The one that was heard last, and how many of the experiment are silent. */
  | { kind: "run-silent"; experiment: string; runId: string; run: string; runs: number }
  | {
      kind: "not-served";
      model: string;
      number: number;
      state: "absent" | "loading" | "failed";
      error: string | null;
    }
  | { kind: "serving-errors"; model: string; number: number; requests: number; errors: number }
  | { kind: "key-expires"; name: string };

export type AlertSeverity = "bad" | "warn";

export type ProjectAlert = AlertFacts & {
  /** What it tells of and since when: another fact is another alert. */
  id: string;
  severity: AlertSeverity;
  /** When it became so, or, of what is to come, when that will be. */
  at: Date;
  /** Nobody in the project wants to see it while it stays as it is. */
  hidden: boolean;
};

const alertId = plainText(500).min(1);
export const hideAlertInput = z.strictObject({ id: alertId });
export type HideAlertInput = z.input<typeof hideAlertInput>;

import { METRICS, isBetter, type MetricKey } from "@pipepilot/ml";
import type { PipelineConfig } from "../config/schema";
import { formatCount, formatValue, metricTitle } from "./format";

export interface Challenger {
  readonly number: number;
  /** The tracked run's name. */
  readonly run: string;
  /** The primary metric on the test rows; null where it could not be computed. */
  readonly value: number | null;
}

export interface Champion {
  readonly number: number;
  readonly stage: string;
  readonly value: number | null;
  /** Why it could not be judged on these rows; null where it was. */
  readonly problem: string | null;
}

export interface PromotionInput {
  readonly promote: PipelineConfig["promote"];
  readonly model: string;
  readonly metric: MetricKey;
  readonly testRows: number;
  /** The versions of this run's candidates. */
  readonly challengers: readonly Challenger[];
  /** What stands in Production or, where nothing does, in the target stage. */
  readonly champion: Champion | null;
  /** Sentences on what happened before the gate, such as candidates that failed. */
  readonly notes?: readonly string[];
}

export interface PromotionDecision {
  readonly outcome: "promoted" | "kept" | "not_requested";
  readonly summary: string;
  readonly reasons: string[];
  readonly model: string | null;
  readonly stage: string;
  readonly metric: MetricKey;
  readonly direction: "minimize" | "maximize";
  readonly margin: number;
  readonly testRows: number;
  readonly challenger: { number: number; run: string; value: number | null } | null;
  readonly champion: { number: number; stage: string; value: number | null } | null;
}

interface Verdict {
  readonly outcome: PromotionDecision["outcome"];
  readonly reasons: readonly string[];
  readonly summary: string;
}

/** The gate: whether the best challenger takes the target stage, and why, in sentences for people. */
export function decidePromotion(input: PromotionInput): PromotionDecision {
  const best = bestOf(input.challengers, input.metric);
  const { outcome, summary, reasons } = judge(input, best);
  const { champion } = input;
  return {
    outcome,
    summary,
    reasons: [...(input.notes ?? []), ...reasons],
    model: input.model,
    stage: input.promote?.to ?? "None",
    metric: input.metric,
    direction: METRICS[input.metric].direction,
    margin: input.promote?.margin ?? 0,
    testRows: input.testRows,
    challenger: best && { number: best.number, run: best.run, value: best.value },
    champion: champion && { number: champion.number, stage: champion.stage, value: champion.value },
  };
}

/** The best by the metric; the earliest of equals. A value that could not be computed is never best. */
export function bestOf<T extends { readonly value: number | null }>(
  candidates: readonly T[],
  metric: MetricKey,
): T | null {
  return candidates.reduce<T | null>((best, each) => {
    if (each.value === null) return best;
    return best === null || best.value === null || isBetter(metric, each.value, best.value) ? each : best;
  }, null);
}

function judge(input: PromotionInput, best: Challenger | null): Verdict {
  const { promote, champion } = input;
  if (!best || best.value === null)
    return {
      outcome: promote ? "kept" : "not_requested",
      ...sameSentence("No version was made that could be promoted."),
    };
  const challenger = `v${best.number} (${best.run})`;
  const value = `${metricTitle(input.metric)} ${formatValue(best.value)} on ${formatCount(input.testRows)} test rows`;
  const first = `The best of this run is ${challenger}: ${value}.`;
  if (!promote || promote.when === "never") {
    const summary = `${challenger} was not promoted: the config ${promote ? "says never" : "asks for no promotion"}.`;
    return { outcome: "not_requested", reasons: [first], summary };
  }
  if (champion?.number === best.number)
    return {
      outcome: "kept",
      reasons: [first],
      summary: `${challenger} stays in ${champion.stage}: nothing better came out of this run.`,
    };
  if (promote.when === "always")
    return promoted([first], `${challenger} moved to ${promote.to}, as the config always asks for.`);
  return compare(input, { ...promote, first, challenger }, best.value, champion);
}

function compare(
  { metric, testRows }: PromotionInput,
  { to, margin, first, challenger }: { to: string; margin: number; first: string; challenger: string },
  value: number,
  champion: Champion | null,
): Verdict {
  if (!champion) return promoted([first], `${challenger} moved to ${to}: there was no champion to beat.`);
  const name = `champion v${champion.number} (${champion.stage})`;
  if (champion.value === null) {
    const why = champion.problem ?? "its metric could not be computed.";
    const summary = `${challenger} was not promoted: ${name} could not be judged on the same rows. ${why}`;
    return { outcome: "kept", reasons: [first, `The ${name} could not be judged: ${why}`], summary };
  }
  const second = `The ${name} has ${metricTitle(metric)} ${formatValue(champion.value)} on the same ${formatCount(testRows)} test rows.`;
  const gain = METRICS[metric].direction === "minimize" ? champion.value - value : value - champion.value;
  const difference = `${formatValue(Math.abs(gain))} ${metricTitle(metric)} on the same ${formatCount(testRows)} test rows`;
  if (isBetter(metric, value, champion.value, margin))
    return promoted([first, second], `${challenger} beats ${name} by ${difference}: moved to ${to}.`);
  const short =
    gain > 0
      ? `beats ${name} by only ${difference}, less than the margin of ${formatValue(margin)}`
      : gain === 0
        ? `is exactly as good as ${name} on the same ${formatCount(testRows)} test rows`
        : `is worse than ${name} by ${difference}`;
  return { outcome: "kept", reasons: [first, second], summary: `${challenger} ${short}: not promoted.` };
}

function promoted(reasons: string[], summary: string): Verdict {
  return { outcome: "promoted", reasons, summary };
}

function sameSentence(sentence: string): { summary: string; reasons: string[] } {
  return { summary: sentence, reasons: [] };
}

import type { Task } from "../family";
import { METRICS } from "../metrics/metrics";
import type { EvaluationReport, ReportMetrics } from "./schema";

export type Overfitting = EvaluationReport["overfitting"];

/** Shares of lost skill from which on overfitting is called mild and strong. */
export const OVERFITTING_LIMITS = { mild: 0.1, strong: 0.25 } as const;
/** Who has no more skill than this on the training rows has learned nothing that could be lost. */
const LEAST_SKILL = 0.02;
/** Fewer rows than this say little. */
const FEW_ROWS = 30;

interface Sided {
  readonly rows: number;
  readonly metrics: ReportMetrics;
}

/**
 * How much of what a model learned does not hold for rows it never saw. Compared is skill, 0 for guessing and 1 for
 * perfect: R² for regression, 2 · ROC AUC - 1 for classification, since both are free of units and of a threshold.
 * The share of the training rows' skill that the test rows lack decides: below 10 % none, below 25 % mild, else strong.
 * A model without skill on its own training rows, 0.02 or less, does not overfit.
 */
export function judgeOverfitting(task: Task, train: Sided, test: Sided | undefined): Overfitting {
  const metric = task === "regression" ? "r2" : "roc_auc";
  const on = { train: train.metrics[metric] ?? null, test: test?.metrics[metric] ?? null };
  const title = METRICS[metric].title;
  if (on.train === null || on.test === null || !test) {
    const why = !test ? "there are no test rows" : `${title} is not known on both sides`;
    return { metric, ...on, verdict: null, lost: null, sentence: `Overfitting cannot be judged: ${why}.` };
  }
  const skill = (value: number) => (metric === "r2" ? value : 2 * value - 1);
  const learned = skill(on.train);
  if (learned <= LEAST_SKILL) {
    const sentence = `No overfitting: with ${title} ${text(on.train)} on its own training rows, the model learned nothing that could be lost.`;
    return { metric, ...on, verdict: "none", lost: 0, sentence };
  }
  const lost = Math.max(0, learned - skill(on.test)) / learned;
  const verdict =
    lost < OVERFITTING_LIMITS.mild ? "none" : lost < OVERFITTING_LIMITS.strong ? "mild" : "strong";
  const sides = `${title} is ${text(on.train)} on the training rows and ${text(on.test)} on the test rows`;
  const share = `${Math.round(lost * 100)}% of what the model learned does not hold for new rows`;
  const caution = test.rows < FEW_ROWS ? ` With only ${test.rows} test rows this is uncertain.` : "";
  const sentence = `${WORDS[verdict]}: ${sides}; ${share}.${caution}`;
  return { metric, ...on, verdict, lost, sentence };
}

const WORDS = { none: "No overfitting", mild: "Mild overfitting", strong: "Strong overfitting" };

function text(value: number): string {
  return value.toFixed(3);
}

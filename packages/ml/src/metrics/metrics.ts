/** Every metric this package computes. */
export type MetricKey =
  | "rmse"
  | "mae"
  | "mape"
  | "median_ae"
  | "max_error"
  | "r2"
  | "accuracy"
  | "balanced_accuracy"
  | "precision"
  | "precision_macro"
  | "precision_weighted"
  | "recall"
  | "recall_macro"
  | "recall_weighted"
  | "f1"
  | "f1_macro"
  | "f1_weighted"
  | "roc_auc"
  | "pr_auc"
  | "log_loss"
  | "brier";

export interface MetricInfo {
  readonly title: string;
  readonly task: "regression" | "classification";
  readonly direction: "minimize" | "maximize";
  /** target: in units of the target; ratio: read as a percentage; score: a bare number. */
  readonly format: "target" | "ratio" | "score";
}

export const METRICS: Record<MetricKey, MetricInfo> = {
  rmse: { title: "RMSE", task: "regression", direction: "minimize", format: "target" },
  mae: { title: "MAE", task: "regression", direction: "minimize", format: "target" },
  mape: { title: "MAPE", task: "regression", direction: "minimize", format: "ratio" },
  median_ae: { title: "Median absolute error", task: "regression", direction: "minimize", format: "target" },
  max_error: { title: "Max error", task: "regression", direction: "minimize", format: "target" },
  r2: { title: "R²", task: "regression", direction: "maximize", format: "score" },
  accuracy: { title: "Accuracy", task: "classification", direction: "maximize", format: "ratio" },
  balanced_accuracy: {
    title: "Balanced accuracy",
    task: "classification",
    direction: "maximize",
    format: "ratio",
  },
  precision: { title: "Precision", task: "classification", direction: "maximize", format: "ratio" },
  precision_macro: {
    title: "Precision (macro)",
    task: "classification",
    direction: "maximize",
    format: "ratio",
  },
  precision_weighted: {
    title: "Precision (weighted)",
    task: "classification",
    direction: "maximize",
    format: "ratio",
  },
  recall: { title: "Recall", task: "classification", direction: "maximize", format: "ratio" },
  recall_macro: { title: "Recall (macro)", task: "classification", direction: "maximize", format: "ratio" },
  recall_weighted: {
    title: "Recall (weighted)",
    task: "classification",
    direction: "maximize",
    format: "ratio",
  },
  f1: { title: "F1", task: "classification", direction: "maximize", format: "score" },
  f1_macro: { title: "F1 (macro)", task: "classification", direction: "maximize", format: "score" },
  f1_weighted: { title: "F1 (weighted)", task: "classification", direction: "maximize", format: "score" },
  roc_auc: { title: "ROC AUC", task: "classification", direction: "maximize", format: "score" },
  pr_auc: { title: "PR AUC", task: "classification", direction: "maximize", format: "score" },
  log_loss: { title: "Log loss", task: "classification", direction: "minimize", format: "score" },
  brier: { title: "Brier score", task: "classification", direction: "minimize", format: "score" },
};

/** The metric a task is judged by when none is named. */
export const DEFAULT_METRIC = { regression: "rmse", classification: "f1" } as const satisfies Record<
  MetricInfo["task"],
  MetricKey
>;

export function isMetricKey(key: string): key is MetricKey {
  return Object.hasOwn(METRICS, key);
}

/** True when `candidate` is better than `reference` by more than `margin`, in the metric's own direction. NaN is never better. */
export function isBetter(metric: MetricKey, candidate: number, reference: number, margin = 0): boolean {
  const gain = METRICS[metric].direction === "minimize" ? reference - candidate : candidate - reference;
  return gain > margin;
}

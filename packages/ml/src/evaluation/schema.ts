import { z } from "zod";
import { METRICS, type MetricKey } from "../metrics/metrics";

/** Names the format of version 1 for good; a change that readers must know of makes version 2. */
export const EVALUATION_REPORT_ID = "urn:pipepilot:evaluation-report:1";

const metricKey = z.enum(Object.keys(METRICS) as [MetricKey, ...MetricKey[]]);
const value = z.number().nullable().describe("Null where it cannot be told: not a number, or infinite");
const values = z.array(value);
const rows = z.int().min(0);
const label = z.union([z.string(), z.number()]);
const metrics = z
  .partialRecord(metricKey, value)
  .describe("Every metric of the task; ratios as fractions, errors in units of the target");
const side = z.enum(["train", "validation", "test"]);
const split = z.strictObject({ rows, metrics });

const overfitting = z.strictObject({
  verdict: z.enum(["none", "mild", "strong"]).nullable().describe("Null where a side has nothing to compare"),
  metric: z.enum(["r2", "roc_auc"]).describe("What both sides are compared by"),
  train: value,
  test: value,
  lost: value.describe("Share of the skill on the training rows that is not there on the test rows"),
  sentence: z.string(),
});

const group = z.strictObject({
  type: z.enum(["value", "range", "other", "missing"]),
  label: z.string(),
  lower: value.describe("A range holds values above it (the first also itself) ..."),
  upper: value.describe("... up to this one"),
  rows,
  metrics,
});
const slice = z.strictObject({
  column: z.string(),
  kind: z.enum(["category", "number"]),
  groups: z.array(group),
});

const regression = z.strictObject({
  residual_quantiles: z
    .strictObject({ p05: value, p25: value, p50: value, p75: value, p95: value })
    .describe("Of true value minus prediction"),
  residual_histogram: z.strictObject({
    edges: z.array(z.number()).describe("One more than counts; the 0.5 % at each end lie outside"),
    counts: z.array(rows),
    below: rows,
    above: rows,
  }),
  sample: z
    .strictObject({ actual: z.array(z.number()), predicted: z.array(z.number()) })
    .describe("At most 1,000 rows, evenly taken"),
});

const bin = z.strictObject({
  lower: z.number(),
  upper: z.number(),
  rows,
  mean_predicted: value,
  fraction_positive: value,
});
const threshold = z.strictObject({ threshold: value, value }).nullable();
const classCurves = z.strictObject({
  class: label.describe("Against all others"),
  roc_auc: value,
  average_precision: value,
  roc: z.strictObject({ fpr: values, tpr: values, thresholds: values }).describe("At most 200 points"),
  pr: z
    .strictObject({ recall: values, precision: values, thresholds: values })
    .describe("At most 200 points"),
  calibration: z.strictObject({ uniform: z.array(bin), quantile: z.array(bin) }),
  best_threshold: z.strictObject({
    f1: threshold.describe("The probability from which on the class is best called, by F1"),
    youden: threshold.describe("The same by true positive rate minus false positive rate"),
  }),
});
const classification = z.strictObject({
  confusion_matrix: z.array(z.array(z.number())).describe("Rows: true classes; columns: predicted ones"),
  by_class: z.array(
    z.strictObject({
      class: label,
      precision: z.number(),
      recall: z.number(),
      f1: z.number(),
      support: z.number(),
    }),
  ),
  curves: z
    .array(classCurves)
    .describe("Two classes: of the second. More: of each of the 12 most frequent classes"),
});

const curve = z.strictObject({
  metric: z.string(),
  steps: z.array(z.number()).describe("Trees, iterations or epochs; at most 200"),
  train: values.nullable(),
  validation: values.nullable(),
});

/** What is known of a model's quality: `evaluation_report.json`. */
export const evaluationReportSchema = z.strictObject({
  $schema: z.literal(EVALUATION_REPORT_ID),
  version: z.literal(1),
  task: z.enum(["regression", "classification"]),
  target: z.string(),
  family: z.string(),
  classes: z.array(label).nullable().describe("In the order of all lists by class; null for regression"),
  primary_metric: metricKey,
  splits: z.strictObject({ train: split, validation: split.optional(), test: split.optional() }),
  judged_on: side.describe("The rows of slices and pictures: the test rows where there are any"),
  overfitting,
  slices: z.array(slice),
  regression: regression.nullable(),
  classification: classification.nullable(),
  learning_curve: z.array(curve),
  importance: z
    .array(z.strictObject({ column: z.string(), importance: z.number() }))
    .nullable()
    .describe("Falling, at most 100 columns; null where the family has none"),
});

export type EvaluationReport = z.output<typeof evaluationReportSchema>;
export type ReportMetrics = EvaluationReport["splits"]["train"]["metrics"];
export type ReportSide = EvaluationReport["judged_on"];
export type RegressionPictures = NonNullable<EvaluationReport["regression"]>;
export type ClassificationPictures = NonNullable<EvaluationReport["classification"]>;
export type ClassCurves = ClassificationPictures["curves"][number];
export type Slice = EvaluationReport["slices"][number];
export type SliceGroup = Slice["groups"][number];
export type LearningCurve = EvaluationReport["learning_curve"][number];

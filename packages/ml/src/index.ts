export { parseCsv, writeCsv, type CsvText } from "./csv";
export {
  CsvError,
  ExpressionError,
  InputError,
  LearningError,
  UnknownColumnError,
  isLearningError,
  type ErrorFacts,
  type InputErrorFacts,
  type InputProblem,
  type LearningErrorCode,
} from "./errors";
export { evaluate, type EvaluateOptions } from "./evaluation/evaluate";
export { evaluationHtml } from "./evaluation/html";
export { importanceOf, type Importance } from "./evaluation/importance";
export { evaluationReportJsonSchema } from "./evaluation/json-schema";
export type { EvaluationRows } from "./evaluation/judged-rows";
export type { TrainingPoint } from "./evaluation/learning-curve";
export { evaluationReportSchema, type EvaluationReport } from "./evaluation/schema";
export {
  EXPLAIN_DEFAULTS,
  type ExplainedQuantity,
  type ExplainMethod,
  type ExplainOptions,
  type ExplainProgress,
  type Explanation,
} from "./explain/explanation";
export {
  sumByColumn,
  type ExplainTableOptions,
  type PredictionExplanation,
} from "./explain/explain-predictions";
export {
  partialDependence,
  type PartialDependence,
  type PartialDependenceOptions,
} from "./explain/partial-dependence";
export {
  featurePermutationImportance,
  permutationImportance,
  type PermutationImportance,
  type PermutationOptions,
} from "./explain/permutation-importance";
export { splitImportance } from "./explain/split-importance";
export { EXPRESSION_FUNCTIONS } from "./expression/functions";
export { evaluateExpression, evaluateRow } from "./expression/evaluate";
export { parseExpression } from "./expression/parse";
export type { Expression, ExpressionNode } from "./expression/tree";
export { FAMILIES, familyById, isFamilyId } from "./families";
export type {
  CategoricalFeature,
  FamilyId,
  FitContext,
  FitProgress,
  FittedModel,
  ModelFamily,
  Task,
  TaskRunner,
  TrainingData,
} from "./family";
export { featureCount, type Matrix } from "./matrix";
export { prAuc, averagePrecision } from "./metrics/average-precision";
export { bestF1Threshold, bestYoudenThreshold, type BestThreshold } from "./metrics/best-threshold";
export { calibrationBins, type CalibrationBin, type CalibrationOptions } from "./metrics/calibration";
export { classScores, confusionMatrix, type ClassScores } from "./metrics/class-scores";
export {
  balancedAccuracy,
  brierScore,
  classificationMetrics,
  logLoss,
  type ClassificationMetrics,
} from "./metrics/classification";
export { prCurve, rocCurve, type CurvePoint } from "./metrics/curves";
export {
  DEFAULT_METRIC,
  METRICS,
  isBetter,
  isMetricKey,
  type MetricInfo,
  type MetricKey,
} from "./metrics/metrics";
export { quantile } from "./metrics/quantile";
export { regressionMetrics, residualQuantiles, type RegressionMetrics } from "./metrics/regression";
export { rocAuc } from "./metrics/roc-auc";
export { classColumn, thresholdCounts, type ThresholdCounts } from "./metrics/threshold-counts";
export { loadPredictor, savePredictor } from "./predictor/bundle";
export { createPredictor } from "./predictor/create-predictor";
export { MODEL_FILE, PIPELINE_FILE } from "./predictor/predictor";
export type {
  ClassLabel,
  PredictOptions,
  Predictions,
  Predictor,
  TrainedPipeline,
} from "./predictor/predictor";
export { parseScoringInput, type ScoringInput, type ScoringParams } from "./predictor/scoring-input";
export {
  inferSignature,
  signatureToMlflow,
  type ColumnSpec,
  type MlflowSignature,
  type OutputSpec,
  type Signature,
} from "./predictor/signature";
export { prepareConfigSchema, type PrepareConfig, type PrepareConfigInput } from "./preparing/config";
export { checkPreparing } from "./preparing/check-config";
export { filterRows } from "./preparing/filter-rows";
export {
  fitPreparing,
  fitTransformPreparing,
  type FitPreparingOptions,
  type FittedTraining,
} from "./preparing/fit";
export type {
  FeatureOrigin,
  FittedPreparing,
  InputColumn,
  PreparingJSON,
  PreparingNote,
  UnseenCategory,
} from "./preparing/fitted-preparing";
export { preparingFromJSON } from "./preparing/preparing";
export { createRandom, type Random } from "./random";
export {
  bestTrial,
  createStudy,
  familySpaces,
  gridPoints,
  gridSize,
  groupKFold,
  kFold,
  paramImportances,
  prunerSchema,
  samplerSchema,
  searchSpace,
  searchSpaceSchema,
  shouldPrune,
  stratifiedKFold,
  studyFromJSON,
  timeSeriesFolds,
  trialSchema,
  trialToJSON,
  type Direction,
  type Fold,
  type ParamImportance,
  type ParamSpace,
  type ParamValue,
  type ParamValues,
  type PrunerOptions,
  type Report,
  type SamplerOptions,
  type SearchSpace,
  type Study,
  type StudyJSON,
  type StudyOptions,
  type Trial,
  type TrialState,
} from "./search";
export { splitConfigSchema, splitRows, type Split, type SplitConfig, type SplitOptions } from "./split";
export { syntheticHousing, type SyntheticHousingOptions } from "./synthetic/housing";
export {
  categoryColumn,
  cellValue,
  column,
  columnLength,
  columnNames,
  dropColumns,
  numberColumn,
  selectRows,
  tableFromColumns,
  tableFromRecords,
  tableToRecords,
  type CategoryColumn,
  type Column,
  type ColumnSchema,
  type DataType,
  type NumberColumn,
  type Table,
} from "./table";
export { MAX_CLASSES, MIN_ROWS, encodeTarget, inferTask, type EncodedTarget } from "./target";

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
export {
  classScores,
  classificationMetrics,
  confusionMatrix,
  type ClassScores,
  type ClassificationMetrics,
} from "./metrics/classification";
export {
  DEFAULT_METRIC,
  METRICS,
  isBetter,
  isMetricKey,
  type MetricInfo,
  type MetricKey,
} from "./metrics/metrics";
export { regressionMetrics, type RegressionMetrics } from "./metrics/regression";
export { rocAuc } from "./metrics/roc-auc";
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
export { fitPreparing, type FitPreparingOptions } from "./preparing/fit";
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

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
export type {
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
  DEFAULT_METRIC,
  METRICS,
  isBetter,
  isMetricKey,
  type MetricInfo,
  type MetricKey,
} from "./metrics/metrics";
export { MODEL_FILE, PIPELINE_FILE } from "./predictor/predictor";
export type {
  ClassLabel,
  PredictOptions,
  Predictions,
  Predictor,
  TrainedPipeline,
} from "./predictor/predictor";
export type { ScoringInput, ScoringParams } from "./predictor/scoring-input";
export {
  inferSignature,
  signatureToMlflow,
  type ColumnSpec,
  type MlflowSignature,
  type OutputSpec,
  type Signature,
} from "./predictor/signature";
export { prepareConfigSchema, type PrepareConfig, type PrepareConfigInput } from "./preparing/config";
export type {
  FeatureOrigin,
  FittedPreparing,
  InputColumn,
  PreparingJSON,
  PreparingNote,
  UnseenCategory,
} from "./preparing/fitted-preparing";
export { createRandom, type Random } from "./random";
export { splitConfigSchema, type Split, type SplitConfig } from "./split";
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

export { groupKFold, kFold, stratifiedKFold, timeSeriesFolds, type Fold } from "./folds";
export { gridPoints, gridSize } from "./grid";
export { paramImportances, type ParamImportance } from "./importance";
export { prunerSchema, shouldPrune, type PrunerOptions } from "./pruners";
export { samplerSchema, type SamplerOptions } from "./samplers";
export {
  familySpaces,
  searchSpace,
  searchSpaceSchema,
  type ParamSpace,
  type ParamValue,
  type ParamValues,
  type SearchSpace,
} from "./space";
export {
  bestTrial,
  createStudy,
  studyFromJSON,
  type Study,
  type StudyJSON,
  type StudyOptions,
} from "./study";
export { trialSchema, trialToJSON, type Direction, type Report, type Trial, type TrialState } from "./trial";

export { candidateName, candidateNames, candidateParams, type CandidateConfig } from "./candidates";
export { canonicalJson, hashConfig } from "./canonical";
export { mergeConfig, SetError } from "./merge";
export {
  parsePipelineConfig,
  validatePipelineConfig,
  type ConfigProblem,
  type ParsedPipelineConfig,
} from "./parse";
export { MAX_TRIALS, searchOf, type TuneConfig } from "./tune";
export { pipelineConfigSchema, type PipelineConfig } from "./schema";

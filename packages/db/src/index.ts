export { createDatabase, notify, type Database, type DatabaseOptions, type Transaction } from "./client";
export { isDatabaseUnavailable } from "./unavailable";
export { createListener, type Listener, type Subscription } from "./listener";
export { Prisma } from "./generated/prisma/client";
export type {
  ApiKey,
  Artifact,
  Dataset,
  DatasetVersion,
  Event,
  Experiment,
  Member,
  ModelVersion,
  Pipeline,
  PipelineConfig,
  PipelineRun,
  Prediction,
  Project,
  RegisteredModel,
  Run,
  SchemaCheck,
  SchemaContract,
  ServingInstance,
  ServingLoad,
  StageTransition,
  StepLogLine,
  StepRun,
  User,
} from "./generated/prisma/client";
export {
  MetricDirection,
  PipelineRunStatus,
  Role,
  RunStatus,
  SchemaVerdict,
  Stage,
  StepRunStatus,
} from "./generated/prisma/enums";

export {
  actorRecord,
  type Actor,
  type Call,
  type Context,
  type ProjectContext,
  type ProjectId,
  type ProjectRef,
  type Services,
} from "./context";
export { DomainError, ERROR_KINDS, notFound, type ErrorCode, type ErrorKind } from "./errors";
export { parse } from "./parse";
export {
  authorise,
  permissionsOf,
  ROLE_PERMISSIONS,
  SCOPE_PERMISSIONS,
  type Permission,
} from "./permissions";
export { isUniqueViolation, transact } from "./transact";

// api-key
export { SCOPES, type CreateApiKeyInput, type Scope } from "./api-key/schema";

// event
export { EVENTS, type EventData, type EventName } from "./event/catalog";
export { CHANNELS, type LiveChange, type LiveNoun, type ServingChange } from "./event/channels";
export { announce, recordEvent } from "./event/record";

// pipeline
export { appendStepLog } from "./pipeline/append-step-log";
export { cancelPipelineRun } from "./pipeline/cancel-run";
export { createPipeline } from "./pipeline/create";
export { isExecutionActive, openExecution, readExecution, type Execution } from "./pipeline/execution";
export { failStep } from "./pipeline/fail-step";
export { findCachedStep, type CachedStep } from "./pipeline/find-cached-step";
export { finishPipelineRun, type FinishPipelineRunInput } from "./pipeline/finish-run";
export { getPipeline } from "./pipeline/get";
export { getPipelineRun } from "./pipeline/get-run";
export { listPipelines } from "./pipeline/list";
export { listPipelineRuns } from "./pipeline/list-runs";
export { planSteps, type PlanStepsInput } from "./pipeline/plan-steps";
export { reportStepProgress } from "./pipeline/report-step-progress";
export { savePipelineConfig } from "./pipeline/save-config";
export { startListeningPipelines } from "./pipeline/start-listening";
export { startPipelineRun, type StartedPipelineRun } from "./pipeline/start-run";
export { startStep, type StartedStep } from "./pipeline/start-step";
export { getStepLog } from "./pipeline/step-log";
export {
  isFinished,
  type BlobRef,
  type CandidateRun,
  type PipelineDetail,
  type PipelineRunDetail,
  type PipelineRunSummary,
  type PipelineSummary,
  type PromotionDecision,
  type RunCause,
  type RunError,
  type StepLog,
  type StepOutputs,
  type StepProgress,
  type StepRunView,
} from "./pipeline/schema";

// project
export { createProject } from "./project/create";
export { openProject, openProjectAs } from "./project/open";
export type { CreateProjectInput } from "./project/schema";

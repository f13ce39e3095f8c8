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
export type { Page } from "./page";
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
export { authenticateKey, type AuthenticatedKey } from "./api-key/authenticate";
export { createApiKey } from "./api-key/create";
export { listApiKeys } from "./api-key/list";
export { revokeApiKey } from "./api-key/revoke";
export {
  SCOPES,
  type ApiKeyRow,
  type CreateApiKeyInput,
  type RevokeApiKeyInput,
  type Scope,
} from "./api-key/schema";

// blob
export { recordBlob } from "./blob/record";
export { ridingOut } from "./riding-out";
export { toDomainError } from "./unavailable";
export { deleteUnreferencedBlobs } from "./blob/release";

// comment
export { addComment } from "./comment/add";
export { deleteComment } from "./comment/delete";
export { editComment } from "./comment/edit";
export { listComments } from "./comment/list";
export type { CommentRow, CommentSubject, MentionedPerson } from "./comment/schema";

// dataset
export { createDatasetVersion } from "./dataset/create-version";
export { getDataset } from "./dataset/get";
export { getDatasetVersion } from "./dataset/get-version";
export { listDatasets } from "./dataset/list";
export { previewDatasetVersion } from "./dataset/preview";
export { readDatasetColumns, type DataColumn, type DataColumns } from "./dataset/read-columns";
export { readJoinedColumns, type JoinedColumns } from "./dataset/read-joined-columns";
export { resolveJoins } from "./dataset/resolve-joins";
export type { JoinRequest, ResolvedJoin } from "./dataset/join-schema";
export {
  DATASET_LIMITS,
  type Cell,
  type CheckReport,
  type ColumnProfile,
  type ColumnType,
  type ContractColumn,
  type CreatedDatasetVersion,
  type CreateDatasetVersionInput,
  type DatasetColumn,
  type DatasetDetails,
  type DatasetLimits,
  type DatasetPreview,
  type DatasetSummary,
  type DatasetVersionDetails,
  type DatasetVersionSummary,
  type Finding,
  type ParseReport,
  type Provenance,
  type Verdict,
} from "./dataset/schema";

// event
export { EVENTS, type EventData, type EventName } from "./event/catalog";
export { CHANNELS, type LiveChange, type LiveNoun, type ServingChange } from "./event/channels";
export { listEvents } from "./event/list";
export { announce, recordEvent } from "./event/record";
export { relayEvents, type RelayedEvent } from "./event/relay";
export type { EventRow, ListEventsInput } from "./event/schema";

// experiment
export { ensureExperiment } from "./experiment/ensure";
export { getExperiment } from "./experiment/get";
export { listExperiments } from "./experiment/list";
export { searchExperiments } from "./experiment/search";
export type { FoundExperiments, SearchExperimentsInput } from "./experiment/search-schema";
export type { BestRun, EnsureExperimentInput, ExperimentRef, ExperimentSummary } from "./experiment/schema";

// invitation
export { acceptInvitation, joinWithNewAccount } from "./invitation/accept";
export { createInvitation } from "./invitation/create";
export { listInvitations } from "./invitation/list";
export { readInvitation } from "./invitation/read";
export { revokeInvitation } from "./invitation/revoke";
export type { InvitationRow, OpenInvitation } from "./invitation/schema";

// member
export { changeRole } from "./member/change-role";
export { listMembers } from "./member/list";
export { leaveProject, removeMember } from "./member/remove";
export { ROLES, type MemberRow, type RoleName } from "./member/schema";

// mention
export { countUnreadMentions, listMentions } from "./mention/list";
export { markMentionsRead } from "./mention/mark-read";
export type { MentionRow } from "./mention/schema";

// model
export { bundleHash } from "./model/bundle-hash";
export { createModel } from "./model/create";
export { createModelVersion } from "./model/create-version";
export { deleteModel } from "./model/delete";
export { deleteVersion } from "./model/delete-version";
export { getDownloadUri } from "./model/download-uri";
export { ensureModel } from "./model/ensure";
export { getModel } from "./model/get";
export { getModelRecord } from "./model/get-record";
export { getModelVersion } from "./model/get-version";
export { getVersionByAlias } from "./model/get-version-by-alias";
export { getVersionRecord } from "./model/get-version-record";
export { getInputExample, type InputExample } from "./model/input-example";
export { getLatestVersions } from "./model/latest-versions";
export { listModels } from "./model/list";
export { registerVersion } from "./model/register-version";
export type { ModelRecord, RegisterVersionInput, VersionRecord } from "./model/registry-schema";
export { renameModel } from "./model/rename";
export { resolveVersion } from "./model/resolve";
export { searchModels } from "./model/search";
export type { SearchModelsInput, SearchVersionsInput } from "./model/search-schema";
export { searchVersions } from "./model/search-versions";
export { setAlias } from "./model/set-alias";
export { setModelTag } from "./model/set-tag";
export { transitionStage, type StageSwap } from "./model/transition-stage";
export { updateModel } from "./model/update";
export { updateVersionDescription } from "./model/update-description";
export {
  STAGES,
  type BundleFile,
  type CreateModelVersionInput,
  type ModelDetail,
  type ModelSignature,
  type ModelSummary,
  type ModelVersionDetail,
  type ModelVersionRef,
  type ModelVersionSummary,
  type ServedVersion,
  type ServingState,
  type StageName,
  type StageTransitionRecord,
  type TransitionStageInput,
  type VersionSelector,
} from "./model/schema";

// pipeline
export { appendStepLog } from "./pipeline/append-step-log";
export { cancelPipelineRun } from "./pipeline/cancel-run";
export { createPipeline } from "./pipeline/create";
export { isExecutionActive, openExecution, readExecution, type Execution } from "./pipeline/execution";
export { failStep } from "./pipeline/fail-step";
export { findCachedStep, type CachedStep } from "./pipeline/find-cached-step";
export { finishPipelineRun, type FinishPipelineRunInput } from "./pipeline/finish-run";
export { finishStep, type FinishStepInput } from "./pipeline/finish-step";
export { getPipeline } from "./pipeline/get";
export { getPipelineConfig } from "./pipeline/get-config";
export { getPipelineRun } from "./pipeline/get-run";
export { listPipelines } from "./pipeline/list";
export { listPipelineRuns } from "./pipeline/list-runs";
export { planSteps, type PlanStepsInput } from "./pipeline/plan-steps";
export { readBundle } from "./pipeline/read-bundle";
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
export { listProjects, type ProjectListItem } from "./project/list";
export { openProject, openProjectAs } from "./project/open";
export { getOverview } from "./project/overview";
export type { Overview } from "./project/overview-schema";
export type { CreateProjectInput } from "./project/schema";

// run
export { compareRuns } from "./run/compare";
export { compareCurves } from "./run/compare-curves";
export type { ComparedCurve, RunComparison } from "./run/compare-schema";
export { finishRun } from "./run/finish";
export { getRun } from "./run/get";
export { listRuns } from "./run/list";
export { logArtifact } from "./run/log-artifact";
export { logMetrics } from "./run/log-metrics";
export { openArtifact, type OpenedArtifact } from "./run/open-artifact";
export { readArtifact } from "./run/read-artifact";
export { searchRuns } from "./run/search";
export type { ListRunsInput } from "./run/table-schema";
export type { FoundRuns, SearchRunsInput } from "./run/search-schema";
export { getReproductions, REPRODUCES_TAG } from "./run/reproductions";
export { reproduceRun } from "./run/reproduce";
export type { ReproductionVerdict, Reproductions } from "./run/reproduction-schema";
export { setRunTags } from "./run/set-tags";
export { startRun } from "./run/start";
export type {
  ActorRecord,
  ArtifactText,
  FinishRunInput,
  LogMetricsInput,
  OpenArtifactInput,
  RunDetail,
  RunSummary,
  StartRunInput,
} from "./run/schema";

// serving
export { findServedVersion } from "./serving/find-version";
export { getPrediction } from "./serving/get-prediction";
export { reportHeartbeat } from "./serving/heartbeat";
export { listInstances } from "./serving/list-instances";
export { listServedVersions } from "./serving/production";
export { recordPredictions } from "./serving/record-predictions";
export { retireInstance } from "./serving/retire";
export type {
  FindServedVersionInput,
  PredictionDetail,
  PredictionRow,
  ReportHeartbeatInput,
  ServingFigures,
  ServingInstanceRow,
  ServingStats,
} from "./serving/schema";
export { servingStats } from "./serving/stats";

// user
export { createUser } from "./user/create";
export type { CreateUserInput, UserRef, VerifyPasswordInput } from "./user/schema";
export { verifyPassword } from "./user/verify-password";

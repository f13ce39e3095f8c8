import { compareRuns } from "@pipepilot/domain/run/compare";
import { compareCurves } from "@pipepilot/domain/run/compare-curves";
import type { CompareCurvesInput, CompareRunsInput } from "@pipepilot/domain/run/compare-schema";
import { describeRuns } from "@pipepilot/domain/run/describe";
import { findRunKeys } from "@pipepilot/domain/run/find-keys";
import { getRunEnvironment } from "@pipepilot/domain/run/environment";
import { findParamValues } from "@pipepilot/domain/run/find-values";
import { getRun } from "@pipepilot/domain/run/get";
import { groupRuns } from "@pipepilot/domain/run/group";
import { getRunLineage } from "@pipepilot/domain/run/lineage";
import { listRuns } from "@pipepilot/domain/run/list";
import { listRunMetrics } from "@pipepilot/domain/run/list-metrics";
import { listRunNotes } from "@pipepilot/domain/run/list-notes";
import type { RunIdInput, UpdateRunInput } from "@pipepilot/domain/run/log-schema";
import { matchingRunIds } from "@pipepilot/domain/run/matching-ids";
import { outlineRuns } from "@pipepilot/domain/run/outline";
import { purgeRuns } from "@pipepilot/domain/run/purge";
import { readArtifact } from "@pipepilot/domain/run/read-artifact";
import { sampleMetricPoints, type SampleMetricPointsInput } from "@pipepilot/domain/run/sample-metric-points";
import type {
  GetRunInput,
  ListRunMetricsInput,
  ListRunNotesInput,
  OpenArtifactInput,
  SaveRunNoteInput,
  SetRunTagsInput,
} from "@pipepilot/domain/run/schema";
import { reproduceRun } from "@pipepilot/domain/run/reproduce";
import { getReproductions } from "@pipepilot/domain/run/reproductions";
import { saveRunNote } from "@pipepilot/domain/run/save-note";
import { setRunTags } from "@pipepilot/domain/run/set-tags";
import { updateRun } from "@pipepilot/domain/run/update";
import type {
  DescribeRunsInput,
  FindParamValuesInput,
  FindRunKeysInput,
  GroupRunsInput,
  ListRunsInput,
  MatchingRunIdsInput,
  OutlineRunsInput,
  RunIdsInput,
} from "@pipepilot/domain/run/table-schema";
import { restoreRuns, trashRuns } from "@pipepilot/domain/run/trash";
import { projectProcedure, router, verbInput } from "../trpc";

export const runRouter = router({
  list: projectProcedure
    .input(verbInput<ListRunsInput>())
    .query(({ ctx: { ctx }, input }) => listRuns({ ctx, input })),
  outline: projectProcedure
    .input(verbInput<OutlineRunsInput>())
    .query(({ ctx: { ctx }, input }) => outlineRuns({ ctx, input })),
  matchingIds: projectProcedure
    .input(verbInput<MatchingRunIdsInput>())
    .query(({ ctx: { ctx }, input }) => matchingRunIds({ ctx, input })),
  describe: projectProcedure
    .input(verbInput<DescribeRunsInput>())
    .query(({ ctx: { ctx }, input }) => describeRuns({ ctx, input })),
  keys: projectProcedure
    .input(verbInput<FindRunKeysInput>())
    .query(({ ctx: { ctx }, input }) => findRunKeys({ ctx, input })),
  paramValues: projectProcedure
    .input(verbInput<FindParamValuesInput>())
    .query(({ ctx: { ctx }, input }) => findParamValues({ ctx, input })),
  group: projectProcedure
    .input(verbInput<GroupRunsInput>())
    .query(({ ctx: { ctx }, input }) => groupRuns({ ctx, input })),
  trash: projectProcedure
    .input(verbInput<RunIdsInput>())
    .mutation(({ ctx: { ctx }, input }) => trashRuns({ ctx, input })),
  restore: projectProcedure
    .input(verbInput<RunIdsInput>())
    .mutation(({ ctx: { ctx }, input }) => restoreRuns({ ctx, input })),
  purge: projectProcedure
    .input(verbInput<RunIdsInput>())
    .mutation(({ ctx: { ctx }, input }) => purgeRuns({ ctx, input })),
  get: projectProcedure
    .input(verbInput<GetRunInput>())
    .query(({ ctx: { ctx }, input }) => getRun({ ctx, input })),
  compare: projectProcedure
    .input(verbInput<CompareRunsInput>())
    .query(({ ctx: { ctx }, input }) => compareRuns({ ctx, input })),
  compareCurves: projectProcedure
    .input(verbInput<CompareCurvesInput>())
    .query(({ ctx: { ctx }, input }) => compareCurves({ ctx, input })),
  listMetrics: projectProcedure
    .input(verbInput<ListRunMetricsInput>())
    .query(({ ctx: { ctx }, input }) => listRunMetrics({ ctx, input })),
  metricPoints: projectProcedure
    .input(verbInput<SampleMetricPointsInput>())
    .query(({ ctx: { ctx }, input }) => sampleMetricPoints({ ctx, input })),
  saveNote: projectProcedure
    .input(verbInput<SaveRunNoteInput>())
    .mutation(({ ctx: { ctx }, input }) => saveRunNote({ ctx, input })),
  environment: projectProcedure
    .input(verbInput<RunIdInput>())
    .query(({ ctx: { ctx }, input }) => getRunEnvironment({ ctx, input })),
  reproductions: projectProcedure
    .input(verbInput<RunIdInput>())
    .query(({ ctx: { ctx }, input }) => getReproductions({ ctx, input })),
  reproduce: projectProcedure
    .input(verbInput<RunIdInput>())
    .mutation(({ ctx: { ctx }, input }) => reproduceRun({ ctx, input })),
  lineage: projectProcedure
    .input(verbInput<RunIdInput>())
    .query(({ ctx: { ctx }, input }) => getRunLineage({ ctx, input })),
  listNotes: projectProcedure
    .input(verbInput<ListRunNotesInput>())
    .query(({ ctx: { ctx }, input }) => listRunNotes({ ctx, input })),
  setTags: projectProcedure
    .input(verbInput<SetRunTagsInput>())
    .mutation(({ ctx: { ctx }, input }) => setRunTags({ ctx, input })),
  update: projectProcedure
    .input(verbInput<UpdateRunInput>())
    .mutation(({ ctx: { ctx }, input }) => updateRun({ ctx, input })),
  readArtifact: projectProcedure
    .input(verbInput<OpenArtifactInput>())
    .query(({ ctx: { ctx }, input }) => readArtifact({ ctx, input })),
});

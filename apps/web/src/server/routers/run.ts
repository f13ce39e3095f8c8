import { compareRuns } from "@pipepilot/domain/run/compare";
import { getRun } from "@pipepilot/domain/run/get";
import { listRuns } from "@pipepilot/domain/run/list";
import { listRunMetrics } from "@pipepilot/domain/run/list-metrics";
import { getMetricHistory } from "@pipepilot/domain/run/metric-history";
import { readArtifact } from "@pipepilot/domain/run/read-artifact";
import { sampleMetricPoints, type SampleMetricPointsInput } from "@pipepilot/domain/run/sample-metric-points";
import type {
  CompareRunsInput,
  GetMetricHistoryInput,
  GetRunInput,
  ListRunMetricsInput,
  ListRunsInput,
  OpenArtifactInput,
} from "@pipepilot/domain/run/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const runRouter = router({
  list: projectProcedure
    .input(verbInput<ListRunsInput>())
    .query(({ ctx: { ctx }, input }) => listRuns({ ctx, input })),
  get: projectProcedure
    .input(verbInput<GetRunInput>())
    .query(({ ctx: { ctx }, input }) => getRun({ ctx, input })),
  compare: projectProcedure
    .input(verbInput<CompareRunsInput>())
    .query(({ ctx: { ctx }, input }) => compareRuns({ ctx, input })),
  metricHistory: projectProcedure
    .input(verbInput<GetMetricHistoryInput>())
    .query(({ ctx: { ctx }, input }) => getMetricHistory({ ctx, input })),
  listMetrics: projectProcedure
    .input(verbInput<ListRunMetricsInput>())
    .query(({ ctx: { ctx }, input }) => listRunMetrics({ ctx, input })),
  metricPoints: projectProcedure
    .input(verbInput<SampleMetricPointsInput>())
    .query(({ ctx: { ctx }, input }) => sampleMetricPoints({ ctx, input })),
  readArtifact: projectProcedure
    .input(verbInput<OpenArtifactInput>())
    .query(({ ctx: { ctx }, input }) => readArtifact({ ctx, input })),
});

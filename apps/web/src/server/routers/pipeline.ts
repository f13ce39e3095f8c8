import { cancelPipelineRun } from "@pipepilot/domain/pipeline/cancel-run";
import { createPipeline } from "@pipepilot/domain/pipeline/create";
import { getPipeline } from "@pipepilot/domain/pipeline/get";
import { getPipelineConfig } from "@pipepilot/domain/pipeline/get-config";
import { getPipelineRun } from "@pipepilot/domain/pipeline/get-run";
import { listPipelines } from "@pipepilot/domain/pipeline/list";
import { listPipelineRuns } from "@pipepilot/domain/pipeline/list-runs";
import { savePipelineConfig } from "@pipepilot/domain/pipeline/save-config";
import type {
  CreatePipelineInput,
  ListPipelineRunsInput,
  PipelineConfigInput,
  PipelineInput,
  PipelineRunInput,
  SavePipelineConfigInput,
  StartPipelineRunInput,
  StepLogInput,
} from "@pipepilot/domain/pipeline/schema";
import { startPipelineRun } from "@pipepilot/domain/pipeline/start-run";
import { getStepLog } from "@pipepilot/domain/pipeline/step-log";
import { parseConfigText } from "../parse-config";
import { projectProcedure, router, verbInput } from "../trpc";

export const pipelineRouter = router({
  list: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => listPipelines({ ctx })),
  get: projectProcedure
    .input(verbInput<PipelineInput>())
    .query(({ ctx: { ctx }, input }) => getPipeline({ ctx, input })),
  getConfig: projectProcedure
    .input(verbInput<PipelineConfigInput>())
    .query(({ ctx: { ctx }, input }) => getPipelineConfig({ ctx, input })),
  create: projectProcedure
    .input(verbInput<Omit<CreatePipelineInput, "config">>())
    .mutation(({ ctx: { ctx }, input }) =>
      createPipeline({ ctx, input: { ...input, config: parseConfigText(input.yaml) } }),
    ),
  saveConfig: projectProcedure
    .input(verbInput<Omit<SavePipelineConfigInput, "config">>())
    .mutation(({ ctx: { ctx }, input }) =>
      savePipelineConfig({ ctx, input: { ...input, config: parseConfigText(input.yaml) } }),
    ),
  startRun: projectProcedure
    .input(verbInput<Omit<StartPipelineRunInput, "cause">>())
    .mutation(({ ctx: { ctx }, input }) =>
      startPipelineRun({ ctx, input: { ...input, cause: { kind: "manual" } } }),
    ),
  cancelRun: projectProcedure
    .input(verbInput<PipelineRunInput>())
    .mutation(({ ctx: { ctx }, input }) => cancelPipelineRun({ ctx, input })),
  listRuns: projectProcedure
    .input(verbInput<ListPipelineRunsInput>())
    .query(({ ctx: { ctx }, input }) => listPipelineRuns({ ctx, input })),
  getRun: projectProcedure
    .input(verbInput<PipelineRunInput>())
    .query(({ ctx: { ctx }, input }) => getPipelineRun({ ctx, input })),
  stepLog: projectProcedure
    .input(verbInput<StepLogInput>())
    .query(({ ctx: { ctx }, input }) => getStepLog({ ctx, input })),
});

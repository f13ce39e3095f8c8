import { getModel } from "@pipepilot/domain/model/get";
import { getModelVersion } from "@pipepilot/domain/model/get-version";
import { getInputExample } from "@pipepilot/domain/model/input-example";
import { listModels } from "@pipepilot/domain/model/list";
import { registerVersion } from "@pipepilot/domain/model/register-version";
import type { RegisterVersionInput } from "@pipepilot/domain/model/registry-schema";
import type {
  GetModelInput,
  GetModelVersionInput,
  ListModelsInput,
  SetAliasInput,
  TransitionStageInput,
  UpdateVersionDescriptionInput,
} from "@pipepilot/domain/model/schema";
import { setAlias } from "@pipepilot/domain/model/set-alias";
import { transitionStage } from "@pipepilot/domain/model/transition-stage";
import { updateVersionDescription } from "@pipepilot/domain/model/update-description";
import { projectProcedure, router, verbInput } from "../trpc";

export const modelRouter = router({
  list: projectProcedure
    .input(verbInput<ListModelsInput>())
    .query(({ ctx: { ctx }, input }) => listModels({ ctx, input })),
  get: projectProcedure
    .input(verbInput<GetModelInput>())
    .query(({ ctx: { ctx }, input }) => getModel({ ctx, input })),
  getVersion: projectProcedure
    .input(verbInput<GetModelVersionInput>())
    .query(({ ctx: { ctx }, input }) => getModelVersion({ ctx, input })),
  inputExample: projectProcedure
    .input(verbInput<GetModelVersionInput>())
    .query(({ ctx: { ctx }, input }) => getInputExample({ ctx, input })),
  register: projectProcedure
    .input(verbInput<RegisterVersionInput>())
    .mutation(({ ctx: { ctx }, input }) => registerVersion({ ctx, input })),
  transitionStage: projectProcedure
    .input(verbInput<TransitionStageInput>())
    .mutation(({ ctx: { ctx }, input }) => transitionStage({ ctx, input })),
  setAlias: projectProcedure
    .input(verbInput<SetAliasInput>())
    .mutation(({ ctx: { ctx }, input }) => setAlias({ ctx, input })),
  updateDescription: projectProcedure
    .input(verbInput<UpdateVersionDescriptionInput>())
    .mutation(({ ctx: { ctx }, input }) => updateVersionDescription({ ctx, input })),
});

import { getPrediction } from "@pipepilot/domain/serving/get-prediction";
import { listInstances } from "@pipepilot/domain/serving/list-instances";
import { servingStats } from "@pipepilot/domain/serving/stats";
import type { GetPredictionInput } from "@pipepilot/domain/serving/schema";
import { askModel, askModelInput, explainAnswer } from "../ask-model";
import { env } from "../env";
import { procedure, projectProcedure, router, verbInput } from "../trpc";

export const servingRouter = router({
  instances: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => listInstances({ ctx })),
  stats: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => servingStats({ ctx })),
  /** Where applications reach the inference service. */
  address: procedure.query(() => ({ url: env().PIPEPILOT_INFERENCE_URL })),
  ask: projectProcedure.input(askModelInput).mutation(({ ctx: { ctx }, input }) => askModel(ctx, input)),
  explain: projectProcedure
    .input(askModelInput)
    .mutation(({ ctx: { ctx }, input }) => explainAnswer(ctx, input)),
  prediction: projectProcedure
    .input(verbInput<GetPredictionInput>())
    .query(({ ctx: { ctx }, input }) => getPrediction({ ctx, input })),
});

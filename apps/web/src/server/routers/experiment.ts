import { getExperiment } from "@pipepilot/domain/experiment/get";
import { listExperiments } from "@pipepilot/domain/experiment/list";
import type { GetExperimentInput, ListExperimentsInput } from "@pipepilot/domain/experiment/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const experimentRouter = router({
  list: projectProcedure
    .input(verbInput<ListExperimentsInput>())
    .query(({ ctx: { ctx }, input }) => listExperiments({ ctx, input })),
  get: projectProcedure
    .input(verbInput<GetExperimentInput>())
    .query(({ ctx: { ctx }, input }) => getExperiment({ ctx, input })),
});

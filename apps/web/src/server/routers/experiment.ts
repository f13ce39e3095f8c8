import { getExperiment } from "@pipepilot/domain/experiment/get";
import { judgeExperiment } from "@pipepilot/domain/experiment/judge";
import { getLeaderboard } from "@pipepilot/domain/experiment/leaderboard";
import type { LeaderboardInput } from "@pipepilot/domain/experiment/leaderboard-schema";
import { listExperiments } from "@pipepilot/domain/experiment/list";
import { renameExperiment } from "@pipepilot/domain/experiment/rename";
import type {
  ExperimentIdInput,
  GetExperimentInput,
  JudgeExperimentInput,
  ListExperimentsInput,
  RenameExperimentInput,
} from "@pipepilot/domain/experiment/schema";
import { restoreExperiment, trashExperiment } from "@pipepilot/domain/experiment/trash";
import { projectProcedure, router, verbInput } from "../trpc";

export const experimentRouter = router({
  list: projectProcedure
    .input(verbInput<ListExperimentsInput>())
    .query(({ ctx: { ctx }, input }) => listExperiments({ ctx, input })),
  leaderboard: projectProcedure
    .input(verbInput<LeaderboardInput>())
    .query(({ ctx: { ctx }, input }) => getLeaderboard({ ctx, input })),
  get: projectProcedure
    .input(verbInput<GetExperimentInput>())
    .query(({ ctx: { ctx }, input }) => getExperiment({ ctx, input })),
  judge: projectProcedure
    .input(verbInput<JudgeExperimentInput>())
    .mutation(({ ctx: { ctx }, input }) => judgeExperiment({ ctx, input })),
  rename: projectProcedure
    .input(verbInput<RenameExperimentInput>())
    .mutation(({ ctx: { ctx }, input }) => renameExperiment({ ctx, input })),
  trash: projectProcedure
    .input(verbInput<ExperimentIdInput>())
    .mutation(({ ctx: { ctx }, input }) => trashExperiment({ ctx, input })),
  restore: projectProcedure
    .input(verbInput<ExperimentIdInput>())
    .mutation(({ ctx: { ctx }, input }) => restoreExperiment({ ctx, input })),
});

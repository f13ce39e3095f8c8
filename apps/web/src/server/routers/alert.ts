import { hideAlert } from "@pipepilot/domain/alert/hide";
import { listAlerts } from "@pipepilot/domain/alert/list";
import type { HideAlertInput } from "@pipepilot/domain/alert/schema";
import { showAlert } from "@pipepilot/domain/alert/show";
import { projectProcedure, router, verbInput } from "../trpc";

export const alertRouter = router({
  list: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => listAlerts({ ctx })),
  hide: projectProcedure
    .input(verbInput<HideAlertInput>())
    .mutation(({ ctx: { ctx }, input }) => hideAlert({ ctx, input })),
  show: projectProcedure
    .input(verbInput<HideAlertInput>())
    .mutation(({ ctx: { ctx }, input }) => showAlert({ ctx, input })),
});

import { createSavedView } from "@pipepilot/domain/saved-view/create";
import { deleteSavedView } from "@pipepilot/domain/saved-view/delete";
import { listSavedViews } from "@pipepilot/domain/saved-view/list";
import type {
  CreateSavedViewInput,
  ListSavedViewsInput,
  SavedViewIdInput,
  UpdateSavedViewInput,
} from "@pipepilot/domain/saved-view/schema";
import { updateSavedView } from "@pipepilot/domain/saved-view/update";
import { projectProcedure, router, verbInput } from "../trpc";

export const savedViewRouter = router({
  list: projectProcedure
    .input(verbInput<ListSavedViewsInput>())
    .query(({ ctx: { ctx }, input }) => listSavedViews({ ctx, input })),
  create: projectProcedure
    .input(verbInput<CreateSavedViewInput>())
    .mutation(({ ctx: { ctx }, input }) => createSavedView({ ctx, input })),
  update: projectProcedure
    .input(verbInput<UpdateSavedViewInput>())
    .mutation(({ ctx: { ctx }, input }) => updateSavedView({ ctx, input })),
  delete: projectProcedure
    .input(verbInput<SavedViewIdInput>())
    .mutation(({ ctx: { ctx }, input }) => deleteSavedView({ ctx, input })),
});

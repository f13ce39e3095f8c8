import { listEvents } from "@pipepilot/domain/event/list";
import type { ListEventsInput } from "@pipepilot/domain/event/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const eventRouter = router({
  list: projectProcedure
    .input(verbInput<ListEventsInput>())
    .query(({ ctx: { ctx }, input }) => listEvents({ ctx, input })),
});

import { countUnreadMentions, listMentions } from "@pipepilot/domain/mention/list";
import { markMentionsRead } from "@pipepilot/domain/mention/mark-read";
import type { ListMentionsInput, MarkReadInput } from "@pipepilot/domain/mention/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const mentionRouter = router({
  count: projectProcedure
    .input(verbInput<object>())
    .query(({ ctx: { ctx } }) => countUnreadMentions({ ctx })),
  list: projectProcedure
    .input(verbInput<ListMentionsInput>())
    .query(({ ctx: { ctx }, input }) => listMentions({ ctx, input })),
  markRead: projectProcedure
    .input(verbInput<MarkReadInput>())
    .mutation(({ ctx: { ctx }, input }) => markMentionsRead({ ctx, input })),
});

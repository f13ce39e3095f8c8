import { createInvitation } from "@pipepilot/domain/invitation/create";
import { listInvitations } from "@pipepilot/domain/invitation/list";
import { revokeInvitation } from "@pipepilot/domain/invitation/revoke";
import type { CreateInvitationInput, RevokeInvitationInput } from "@pipepilot/domain/invitation/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const invitationRouter = router({
  list: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => listInvitations({ ctx })),
  create: projectProcedure
    .input(verbInput<CreateInvitationInput>())
    .mutation(({ ctx: { ctx }, input }) => createInvitation({ ctx, input })),
  revoke: projectProcedure
    .input(verbInput<RevokeInvitationInput>())
    .mutation(({ ctx: { ctx }, input }) => revokeInvitation({ ctx, input })),
});

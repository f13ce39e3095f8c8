import { changeRole } from "@pipepilot/domain/member/change-role";
import { listMembers } from "@pipepilot/domain/member/list";
import { leaveProject, removeMember } from "@pipepilot/domain/member/remove";
import type { ChangeRoleInput, LeaveProjectInput, RemoveMemberInput } from "@pipepilot/domain/member/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const memberRouter = router({
  list: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => listMembers({ ctx })),
  changeRole: projectProcedure
    .input(verbInput<ChangeRoleInput>())
    .mutation(({ ctx: { ctx }, input }) => changeRole({ ctx, input })),
  remove: projectProcedure
    .input(verbInput<RemoveMemberInput>())
    .mutation(({ ctx: { ctx }, input }) => removeMember({ ctx, input })),
  leave: projectProcedure
    .input(verbInput<LeaveProjectInput>())
    .mutation(({ ctx: { ctx }, input }) => leaveProject({ ctx, input })),
});

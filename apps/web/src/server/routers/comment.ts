import { addComment } from "@pipepilot/domain/comment/add";
import { deleteComment } from "@pipepilot/domain/comment/delete";
import { editComment } from "@pipepilot/domain/comment/edit";
import { listComments } from "@pipepilot/domain/comment/list";
import type {
  AddCommentInput,
  CommentIdInput,
  EditCommentInput,
  ListCommentsInput,
} from "@pipepilot/domain/comment/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const commentRouter = router({
  list: projectProcedure
    .input(verbInput<ListCommentsInput>())
    .query(({ ctx: { ctx }, input }) => listComments({ ctx, input })),
  add: projectProcedure
    .input(verbInput<AddCommentInput>())
    .mutation(({ ctx: { ctx }, input }) => addComment({ ctx, input })),
  edit: projectProcedure
    .input(verbInput<EditCommentInput>())
    .mutation(({ ctx: { ctx }, input }) => editComment({ ctx, input })),
  delete: projectProcedure
    .input(verbInput<CommentIdInput>())
    .mutation(({ ctx: { ctx }, input }) => deleteComment({ ctx, input })),
});

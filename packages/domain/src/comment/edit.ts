import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockComment, requirePerson } from "./lock";
import { editCommentInput, type EditCommentInput } from "./schema";
import { syncMentions } from "./sync-mentions";

/** Changes what one said oneself, marked as edited. @throws DomainError not_found; permission_denied for another's */
export async function editComment({ ctx, input }: Call<ProjectContext, EditCommentInput>): Promise<void> {
  authorise(ctx, "comment:write");
  const { commentId: id, text } = parse(editCommentInput, input);
  const authorId = requirePerson(ctx);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const { author } = await lockComment(tx, ctx, id);
    if (author.id !== authorId)
      throw new DomainError("permission_denied", `This comment is ${author.name}'s; only they edit it.`);
    await tx.comment.update({
      where: { projectId_id: { projectId, id } },
      data: { text, editedAt: new Date() },
    });
    await syncMentions(tx, ctx, { id, text, authorId });
    await announce(tx, ctx, { noun: "comment", id });
  });
}

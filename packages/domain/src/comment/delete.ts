import type { Call, ProjectContext } from "../context";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockComment, requirePerson } from "./lock";
import { commentIdInput, type CommentIdInput } from "./schema";

/**
 * Deletes one's own comment for good, with whom it named; maintainers delete others' too.
 * @throws DomainError not_found, permission_denied
 */
export async function deleteComment({ ctx, input }: Call<ProjectContext, CommentIdInput>): Promise<void> {
  authorise(ctx, "comment:write");
  const { commentId: id } = parse(commentIdInput, input);
  const userId = requirePerson(ctx);
  await transact(ctx, async (tx) => {
    const { author, run, version } = await lockComment(tx, ctx, id);
    if (author.id !== userId) authorise(ctx, "comment:delete");
    await tx.comment.delete({ where: { projectId_id: { projectId: ctx.project.id, id } } });
    const whose = { authorId: author.id, author: author.name };
    await recordEvent(tx, ctx, "comment/deleted", { commentId: id, run, version, ...whose });
    await announce(tx, ctx, { noun: "comment", id });
  });
}

import type { Call, ProjectContext } from "../context";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { requirePerson } from "./lock";
import { addCommentInput, type AddCommentInput } from "./schema";
import { findOpenSubject } from "./subject";
import { syncMentions } from "./sync-mentions";

/** Says something about a run or a model version. @throws DomainError not_found, in_trash */
export async function addComment({
  ctx,
  input,
}: Call<ProjectContext, AddCommentInput>): Promise<{ id: string }> {
  authorise(ctx, "comment:write");
  const { about, text } = parse(addCommentInput, input);
  const authorId = requirePerson(ctx);
  return transact(ctx, async (tx) => {
    const { key, names } = await findOpenSubject(tx, ctx, about);
    const { id } = await tx.comment.create({
      data: { projectId: ctx.project.id, ...key, authorId, text },
      select: { id: true },
    });
    await syncMentions(tx, ctx, { id, text, authorId });
    await recordEvent(tx, ctx, "comment/added", { commentId: id, ...names });
    await announce(tx, ctx, { noun: "comment", id });
    return { id };
  });
}

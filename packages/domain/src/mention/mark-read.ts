import { requirePerson } from "../comment/lock";
import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { markReadInput, type MarkReadInput } from "./schema";

/** Marks one mention of the person who asks as read, or all of them in this project; the person's other pages hear of it. */
export async function markMentionsRead({ ctx, input }: Call<ProjectContext, MarkReadInput>): Promise<void> {
  authorise(ctx, "project:read");
  const { commentId } = parse(markReadInput, input);
  const userId = requirePerson(ctx);
  await transact(ctx, async (tx) => {
    const { count } = await tx.mention.updateMany({
      where: { projectId: ctx.project.id, userId, commentId, readAt: null },
      data: { readAt: new Date() },
    });
    if (count > 0) await announce(tx, ctx, { noun: "mention", id: userId });
  });
}

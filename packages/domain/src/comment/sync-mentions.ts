import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { mentionedIds } from "./mention-text";

/**
 * Keeps whom a comment's text names. Whoever is no member gets no row, and so neither a name nor a word of it; what was
 * read stays read when the comment is edited; nobody is notified of themselves.
 */
export async function syncMentions(
  tx: Transaction,
  ctx: ProjectContext,
  comment: { id: string; text: string; authorId: string },
): Promise<void> {
  const projectId = ctx.project.id;
  const commentId = comment.id;
  const ids = mentionedIds(comment.text);
  await tx.mention.deleteMany({ where: { projectId, commentId, userId: { notIn: ids } } });
  if (ids.length === 0) return;
  const members = await tx.member.findMany({
    where: { projectId, userId: { in: ids } },
    select: { userId: true },
  });
  await tx.mention.createMany({
    data: members.map(({ userId }) => ({
      projectId,
      commentId,
      userId,
      readAt: userId === comment.authorId ? new Date() : null,
    })),
    skipDuplicates: true,
  });
}

import { z } from "zod";
import { COMMENT_NAMES, namesOf, requirePerson } from "../comment/lock";
import { withNames } from "../comment/mention-text";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { firstCharacters } from "../text";
import { listMentionsInput, type ListMentionsInput, type MentionRow } from "./schema";

const EXCERPT = 160;

/** What there is for the bell: unread ones of the person who asks, in this project. */
export async function countUnreadMentions({ ctx }: { ctx: ProjectContext }): Promise<number> {
  authorise(ctx, "project:read");
  const userId = requirePerson(ctx);
  return ctx.db.prisma.mention.count({
    where: { projectId: ctx.project.id, userId, readAt: null },
  });
}

/** Where the person who asks was named, newest first. Naming oneself is no news. */
export async function listMentions({
  ctx,
  input,
}: Call<ProjectContext, ListMentionsInput>): Promise<Page<MentionRow>> {
  authorise(ctx, "project:read");
  const { cursor, limit } = parse(listMentionsInput, input);
  const userId = requirePerson(ctx);
  const before = cursor ? decodeCursor(z.uuid(), cursor) : undefined;
  const found = await ctx.db.prisma.mention.findMany({
    where: {
      projectId: ctx.project.id,
      userId,
      ...(before && { commentId: { lt: before } }),
      comment: { authorId: { not: userId } },
    },
    orderBy: { commentId: "desc" },
    take: limit + 1,
    select: {
      commentId: true,
      createdAt: true,
      readAt: true,
      comment: {
        select: {
          ...COMMENT_NAMES,
          text: true,
          mentions: { select: { userId: true, user: { select: { name: true } } } },
        },
      },
    },
  });
  const page = toPage(found, limit, (last) => encodeCursor(last.commentId));
  return {
    ...page,
    items: page.items.map(({ comment, ...row }) => {
      const names = new Map(comment.mentions.map((each) => [each.userId, each.user.name]));
      const text = withNames(comment.text, names);
      const [first] = text.split(/\n\s*\n/);
      const excerpt = firstCharacters(first.replaceAll(/\s+/g, " "), EXCERPT);
      return {
        ...row,
        ...namesOf(comment),
        author: comment.author,
        excerpt: excerpt.length < text.length ? `${excerpt}…` : excerpt,
      };
    }),
  };
}

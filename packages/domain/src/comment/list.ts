import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { listCommentsInput, type CommentRow, type ListCommentsInput } from "./schema";
import { findSubject } from "./subject";

/** What was said about a run or a model version, newest first. @throws DomainError not_found */
export async function listComments({
  ctx,
  input,
}: Call<ProjectContext, ListCommentsInput>): Promise<Page<CommentRow>> {
  authorise(ctx, "project:read");
  const { about, cursor, limit } = parse(listCommentsInput, input);
  const before = cursor ? decodeCursor(z.uuid(), cursor) : undefined;
  const projectId = ctx.project.id;
  const { key } = await findSubject(ctx.db.prisma, ctx, about);
  // Ids are UUIDv7: their order is that of time.
  const found = await ctx.db.prisma.comment.findMany({
    where: { projectId, ...key, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
    select: {
      id: true,
      text: true,
      createdAt: true,
      editedAt: true,
      author: { select: { id: true, name: true } },
      mentions: {
        select: {
          userId: true,
          user: {
            select: { name: true, memberships: { where: { projectId }, select: { role: true } } },
          },
        },
      },
    },
  });
  const page = toPage(found, limit, (last) => encodeCursor(last.id));
  return {
    ...page,
    items: page.items.map((row) => ({
      ...row,
      mentions: row.mentions.map(({ userId, user }) => ({
        userId,
        name: user.name,
        isMember: user.memberships.length > 0,
      })),
    })),
  };
}

import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { requireRuns } from "./require";
import { listRunNotesInput, type ListRunNotesInput, type RunNotePage, type RunNoteVersion } from "./schema";

/** The versions of a run's note, newest first. @throws DomainError not_found */
export async function listRunNotes({
  ctx,
  input,
}: Call<ProjectContext, ListRunNotesInput>): Promise<RunNotePage> {
  authorise(ctx, "project:read");
  const { runId, cursor, limit } = parse(listRunNotesInput, input);
  await requireRuns(ctx, [runId]);
  const found = await ctx.db.prisma.runNote.findMany({
    where: { projectId: ctx.project.id, runId, number: { lt: cursor } },
    orderBy: { number: "desc" },
    take: limit + 1,
    select: { number: true, text: true, author: true, createdAt: true },
  });
  const items = found.slice(0, limit);
  return {
    items: items.map((row) => ({ ...row, author: row.author as RunNoteVersion["author"] })),
    nextCursor: found.length > limit ? items[limit - 1].number : null,
  };
}

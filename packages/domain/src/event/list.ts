import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { listEventsInput, type EventRow, type ListEventsInput } from "./schema";

/** Times beyond these are no times of the database's. */
const instant = z.coerce.date().min(new Date(0)).max(new Date("9999-12-31"));
const position = z.tuple([instant, z.uuid()]);

/** What happened in the project, newest first. */
export async function listEvents({
  ctx,
  input,
}: Call<ProjectContext, ListEventsInput>): Promise<Page<EventRow>> {
  authorise(ctx, "project:read");
  const { cursor, limit } = parse(listEventsInput, input);
  const [at, id] = cursor ? decodeCursor(position, cursor) : [];
  const events = await ctx.db.prisma.event.findMany({
    where: {
      projectId: ctx.project.id,
      ...(at && { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] }),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
    select: { id: true, name: true, actor: true, data: true, at: true },
  });
  const page = toPage(events, limit, (last) => encodeCursor([last.at, last.id]));
  return {
    ...page,
    items: page.items.map((event) => ({
      ...event,
      actor: event.actor as EventRow["actor"],
      data: event.data as EventRow["data"],
    })),
  };
}

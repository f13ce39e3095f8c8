import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { EVENTS } from "./catalog";
import { nounsOf, type EventKind } from "./kinds";
import { listEventsInput, type EventRow, type ListEventsInput } from "./schema";

/** Times beyond these are no times of the database's. */
const instant = z.coerce.date().min(new Date(0)).max(new Date("9999-12-31"));
const position = z.tuple([instant, z.uuid()]);

function namesOf(kind: EventKind): string[] {
  const nouns = new Set(nounsOf(kind));
  return Object.keys(EVENTS).filter((name) => nouns.has(name.split("/")[0]));
}

/** What happened in the project, newest first; all of it, or what one person did, or what happened to one kind of things. */
export async function listEvents({
  ctx,
  input,
}: Call<ProjectContext, ListEventsInput>): Promise<Page<EventRow>> {
  authorise(ctx, "project:read");
  const { person, kind, cursor, limit } = parse(listEventsInput, input);
  const [at, id] = cursor ? decodeCursor(position, cursor) : [];
  const events = await ctx.db.prisma.event.findMany({
    where: {
      projectId: ctx.project.id,
      ...(person && { actor: { path: ["id"], equals: person } }),
      ...(kind && { name: { in: namesOf(kind) } }),
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

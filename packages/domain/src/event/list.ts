import { Prisma } from "@pipepilot/db";
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
  // In these words, the indexes of a person's events and of seldom ones are found.
  const events = await ctx.db.prisma.$queryRaw<EventRow[]>`
    SELECT id, name, actor, data, at FROM "Event"
    WHERE "projectId" = ${ctx.project.id}::uuid
      ${person ? Prisma.sql`AND actor->>'kind' = 'user' AND actor->>'id' = ${person}` : Prisma.empty}
      ${kind ? Prisma.sql`AND name = ANY(${namesOf(kind)}::text[])` : Prisma.empty}
      ${at ? Prisma.sql`AND (at, id) < (${at}, ${id}::uuid)` : Prisma.empty}
    ORDER BY at DESC, id DESC LIMIT ${limit + 1}`;
  return toPage(events, limit, (last) => encodeCursor([last.at, last.id]));
}

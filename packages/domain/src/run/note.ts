import type { Transaction } from "@pipepilot/db";
import { actorRecord, type ProjectContext } from "../context";

/** Whose versions of notes this transaction writes: the trigger that keeps them cannot know it otherwise. */
export async function writeNotesAs(tx: Transaction, ctx: ProjectContext): Promise<void> {
  await tx.$executeRaw`SELECT set_config('pipepilot.author', ${JSON.stringify(actorRecord(ctx.actor))}, true)`;
}

/** The number of the note's last version, 0 where it has none; the caller holds the run. */
export async function lastNote(tx: Transaction, ctx: ProjectContext, runId: string) {
  return tx.runNote.findFirst({
    where: { projectId: ctx.project.id, runId },
    orderBy: { number: "desc" },
  });
}

/** Keeps in the history that the note was taken away; the caller holds the run. */
export async function keepRemovedNote(tx: Transaction, ctx: ProjectContext, runId: string): Promise<number> {
  const last = await lastNote(tx, ctx, runId);
  if (!last || last.text === "") return last?.number ?? 0;
  const number = last.number + 1;
  const author = actorRecord(ctx.actor);
  await tx.runNote.create({ data: { projectId: ctx.project.id, runId, number, text: "", author } });
  return number;
}

import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError } from "../errors";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { NOTE_TAG } from "./keys";
import { lockActiveRun } from "./lock";
import { keepRemovedNote, lastNote, writeNotesAs } from "./note";
import { saveRunNoteInput, type ActorRecord, type SaveRunNoteInput } from "./schema";

/**
 * Writes the next version of a run's note, which is also the tag MLflow's clients know it by. Whoever edited an older
 * version than the last is told so, with what stands there now: nothing anybody wrote is lost.
 * @throws DomainError not_found, in_trash
 * @throws DomainError conflict where somebody has written a version since
 */
export async function saveRunNote({
  ctx,
  input,
}: Call<ProjectContext, SaveRunNoteInput>): Promise<{ number: number }> {
  authorise(ctx, "run:write");
  const { runId, text, base } = parse(saveRunNoteInput, input);
  const projectId = ctx.project.id;
  return transact(ctx, async (tx) => {
    await lockActiveRun(tx, ctx, runId);
    const last = await lastNote(tx, ctx, runId);
    const number = last?.number ?? 0;
    if (number !== base) throw editedMeanwhile(ctx, number, last?.author as ActorRecord | null | undefined);
    const key = { projectId, runId, key: NOTE_TAG };
    if (text.trim() === "") {
      await tx.runTag.deleteMany({ where: key });
      const removed = await keepRemovedNote(tx, ctx, runId);
      await announce(tx, ctx, { noun: "run", id: runId });
      return { number: removed };
    }
    await writeNotesAs(tx, ctx);
    await tx.runTag.upsert({
      where: { projectId_runId_key: key },
      create: { ...key, value: text },
      update: { value: text },
    });
    await announce(tx, ctx, { noun: "run", id: runId });
    return { number: (await lastNote(tx, ctx, runId))?.number ?? number };
  });
}

function editedMeanwhile(
  ctx: ProjectContext,
  number: number,
  author: ActorRecord | null | undefined,
): DomainError {
  const own = author?.id === actorRecord(ctx.actor).id;
  const who = own ? "You" : (author?.name ?? "A client");
  return new DomainError(
    "conflict",
    `${who} saved version ${number} of this note while you were writing. Yours is not saved yet.`,
    { number },
  );
}

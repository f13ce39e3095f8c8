import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { NAME_STAYS, NAME_TAG, NOTE_TAG, runId } from "./keys";
import { lockActiveRun } from "./lock";
import { keepRemovedNote } from "./note";

const deleteRunTagInput = z.strictObject({ runId, key: z.string() });
export type DeleteRunTagInput = z.input<typeof deleteRunTagInput>;

/** @throws DomainError not_found for the run or the tag, in_trash, invalid_input for the tag that is the run's name */
export async function deleteRunTag({ ctx, input }: Call<ProjectContext, DeleteRunTagInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, key } = parse(deleteRunTagInput, input);
  await transact(ctx, async (tx) => {
    await lockActiveRun(tx, ctx, runId);
    if (key === NAME_TAG)
      throw new DomainError("invalid_input", NAME_STAYS, {
        problems: [{ path: "key", message: NAME_STAYS }],
      });
    const { count } = await tx.runTag.deleteMany({ where: { projectId: ctx.project.id, runId, key } });
    if (count === 0) throw notFound("tag", key);
    if (key === NOTE_TAG) await keepRemovedNote(tx, ctx, runId);
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { NAME_TAG, NOTE_TAG } from "./keys";
import { lockRun } from "./lock";
import { keepRemovedNote, writeNotesAs } from "./note";
import { setRunTagsInput, type SetRunTagsInput } from "./schema";

/**
 * Sets or, with null, removes tags; the others stay. The tag that MLflow's clients know a name by renames the run.
 * @throws DomainError not_found
 */
export async function setRunTags({ ctx, input }: Call<ProjectContext, SetRunTagsInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, tags } = parse(setRunTagsInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    await lockRun(tx, ctx, runId);
    const { [NAME_TAG]: name, ...kept } = tags;
    if (name) await tx.run.update({ where: { projectId_id: { projectId, id: runId } }, data: { name } });
    if (NOTE_TAG in tags) await writeNotesAs(tx, ctx);
    await tx.runTag.deleteMany({ where: { projectId, runId, key: { in: Object.keys(tags) } } });
    await tx.runTag.createMany({
      data: Object.entries(kept).flatMap(([key, value]) =>
        value === null ? [] : [{ projectId, runId, key, value }],
      ),
    });
    if (tags[NOTE_TAG] === null) await keepRemovedNote(tx, ctx, runId);
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

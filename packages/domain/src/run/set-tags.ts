import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockRun } from "./lock";
import { setRunTagsInput, type SetRunTagsInput } from "./schema";

/** Sets or, with null, removes tags; the others stay. @throws DomainError not_found */
export async function setRunTags({ ctx, input }: Call<ProjectContext, SetRunTagsInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, tags } = parse(setRunTagsInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    await lockRun(tx, ctx, runId);
    const keys = Object.keys(tags);
    await tx.runTag.deleteMany({ where: { projectId, runId, key: { in: keys } } });
    await tx.runTag.createMany({
      data: Object.entries(tags).flatMap(([key, value]) =>
        value === null ? [] : [{ projectId, runId, key, value }],
      ),
    });
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

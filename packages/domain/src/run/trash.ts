import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockRun } from "./lock";
import { runIdInput, type RunIdInput } from "./log-schema";

/** Moves a run into the trash; nothing of it is lost. One that is there already stays there. @throws DomainError not_found */
export function trashRun({ ctx, input }: Call<ProjectContext, RunIdInput>): Promise<void> {
  return mark(ctx, input, new Date());
}

/** Takes a run out of the trash. @throws DomainError not_found */
export function restoreRun({ ctx, input }: Call<ProjectContext, RunIdInput>): Promise<void> {
  return mark(ctx, input, null);
}

async function mark(ctx: ProjectContext, input: RunIdInput, deletedAt: Date | null): Promise<void> {
  authorise(ctx, "run:write");
  const { runId } = parse(runIdInput, input);
  await transact(ctx, async (tx) => {
    const run = await lockRun(tx, ctx, runId);
    if ((run.deletedAt === null) === (deletedAt === null)) return;
    await tx.run.update({
      where: { projectId_id: { projectId: ctx.project.id, id: runId } },
      data: { deletedAt },
    });
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { recordEnd } from "./finish";
import { lockActiveRun } from "./lock";
import { updateRunInput, type UpdateRunInput } from "./log-schema";

/**
 * Changes what a client says of its own run: any status may follow any other, since a run may be taken up again. The first
 * end is an event.
 * @throws DomainError not_found, in_trash
 */
export async function updateRun({ ctx, input }: Call<ProjectContext, UpdateRunInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, status, endTime, name } = parse(updateRunInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    const run = await lockActiveRun(tx, ctx, runId);
    await tx.run.update({
      where: { projectId_id: { projectId, id: runId } },
      data: { status, name, ...(endTime !== undefined && { endTime: new Date(endTime) }) },
    });
    const ended = status !== undefined && status !== run.status && hasEnded(status) && !hasEnded(run.status);
    if (ended) await recordEnd(tx, ctx, { ...run, name: name ?? run.name }, { status });
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

function hasEnded(status: string): status is "FINISHED" | "FAILED" | "KILLED" {
  return status === "FINISHED" || status === "FAILED" || status === "KILLED";
}

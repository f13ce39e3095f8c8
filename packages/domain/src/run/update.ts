import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { CHANNELS, type LiveChange } from "../event/channels";
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
    const end =
      endTime === undefined ? Prisma.sql`"endTime"` : Prisma.sql`to_timestamp(${endTime}::float8 / 1000)`;
    const change = JSON.stringify({ projectId, noun: "run", id: runId } satisfies LiveChange);
    await tx.$executeRaw`
      WITH run AS (
        UPDATE "Run" SET status = coalesce(${status ?? null}::"RunStatus", status),
          name = coalesce(${name ?? null}, name), "endTime" = ${end}
        WHERE "projectId" = ${projectId}::uuid AND id = ${runId} RETURNING id
      )
      SELECT pg_notify(${CHANNELS.live}, ${change}) FROM run`;
    const ended = status !== undefined && hasEnded(status) && !hasEnded(run.status);
    if (ended) await recordEnd(tx, ctx, { ...run, name: name ?? run.name }, { status });
  });
}

function hasEnded(status: string): status is "FINISHED" | "FAILED" | "KILLED" {
  return status === "FINISHED" || status === "FAILED" || status === "KILLED";
}

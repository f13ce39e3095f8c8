import type { Prisma, Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { announce } from "../event/record";
import { transact } from "../transact";
import { lockLoggedModel } from "./lock";

/** Changes a model while it is held, and tells the pages of the run it is from. @throws DomainError not_found */
export async function changeLoggedModel(
  ctx: ProjectContext,
  modelId: string,
  change: (tx: Transaction) => Promise<unknown>,
): Promise<void> {
  await transact(ctx, async (tx) => {
    const { sourceRunId } = await lockLoggedModel(tx, ctx, modelId);
    await change(tx);
    if (sourceRunId !== null) await announce(tx, ctx, { noun: "run", id: sourceRunId });
  });
}

/** Sets columns, and that the model was updated now, by the database's clock. */
export function updateLoggedModel(
  ctx: ProjectContext,
  modelId: string,
  assignment: Prisma.Sql,
): Promise<void> {
  return changeLoggedModel(
    ctx,
    modelId,
    (tx) => tx.$executeRaw`
      UPDATE "LoggedModel" SET ${assignment}, "updatedAt" = now()
      WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${modelId}`,
  );
}

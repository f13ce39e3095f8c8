import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { requireLoggedModels } from "../logged-model/lock";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockActiveRun } from "./lock";
import { logOutputsInput, type LogOutputsInput } from "./log-schema";

/** Notes the logged models a run made. Saying the same again changes nothing. @throws DomainError not_found, in_trash */
export async function logOutputs({ ctx, input }: Call<ProjectContext, LogOutputsInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, models } = parse(logOutputsInput, input);
  const projectId = ctx.project.id;
  await transact(ctx, async (tx) => {
    await lockActiveRun(tx, ctx, runId);
    await requireLoggedModels(
      tx,
      ctx,
      models.map(({ modelId }) => modelId),
    );
    await tx.runLoggedModel.createMany({
      data: models.map(({ modelId, step }) => ({ projectId, runId, role: "output", modelId, step })),
      skipDuplicates: true,
    });
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

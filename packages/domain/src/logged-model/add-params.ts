import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { DomainError } from "../errors";

/** Saying the same again changes nothing. @throws DomainError param_changed where one has another value already */
export async function addParams(
  tx: Transaction,
  ctx: ProjectContext,
  modelId: string,
  params: readonly { key: string; value: string }[],
): Promise<void> {
  if (params.length === 0) return;
  const projectId = ctx.project.id;
  await tx.loggedModelParam.createMany({
    data: params.map(({ key, value }) => ({ projectId, modelId, key, value })),
    skipDuplicates: true,
  });
  const logged = await tx.loggedModelParam.findMany({
    where: { projectId, modelId, key: { in: params.map(({ key }) => key) } },
  });
  const values = new Map(logged.map(({ key, value }) => [key, value]));
  const changed = params.find(({ key, value }) => values.get(key) !== value);
  if (!changed) return;
  const message = `Changing param values is not allowed. Model ${modelId} has ${changed.key}: logged as "${values.get(changed.key)}", now "${changed.value}".`;
  throw new DomainError("param_changed", message, { modelId, keys: [changed.key] });
}

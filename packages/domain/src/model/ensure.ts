import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { ensureModelInput, type EnsureModelInput, type ModelRef } from "./schema";

/** The registered model of this name, created when it is new; a description given here only describes a new one. */
export async function ensureModel({ ctx, input }: Call<ProjectContext, EnsureModelInput>): Promise<ModelRef> {
  authorise(ctx, "model:write");
  const { name, description } = parse(ensureModelInput, input);
  return transact(ctx, (tx) => ensureModelRow(tx, ctx, name, description));
}

export async function ensureModelRow(
  tx: Transaction,
  ctx: ProjectContext,
  name: string,
  description?: string,
): Promise<ModelRef> {
  const projectId = ctx.project.id;
  const created = await tx.registeredModel.createManyAndReturn({
    data: [{ projectId, name, description }],
    skipDuplicates: true,
    select: { id: true, name: true },
  });
  if (created.length > 0) {
    await announce(tx, ctx, { noun: "model", id: created[0].id });
    return created[0];
  }
  return tx.registeredModel.findUniqueOrThrow({
    where: { projectId_name: { projectId, name } },
    select: { id: true, name: true },
  });
}

import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { findAndLock } from "./lock";
import { ensureModelInput, type EnsureModelInput, type ModelRef } from "./schema";

/** The registered model of this name, created when it is new; a description given here only describes a new one. */
export async function ensureModel({ ctx, input }: Call<ProjectContext, EnsureModelInput>): Promise<ModelRef> {
  authorise(ctx, "model:write");
  const { name, description } = parse(ensureModelInput, input);
  return transact(ctx, (tx) => ensureModelRow(tx, ctx, name, description));
}

/** The model's row, held until the transaction ends: nobody renames or deletes it meanwhile. */
export async function ensureModelRow(
  tx: Transaction,
  ctx: ProjectContext,
  name: string,
  description?: string,
): Promise<ModelRef> {
  for (;;) {
    const created = await insertModel(tx, ctx, { name, description });
    if (created) return created;
    const model = await findAndLock(tx, ctx, name);
    // It was there a moment ago: somebody has deleted or renamed it in between.
    if (model) return model;
  }
}

/** A new model; null where the name is taken. */
export async function insertModel(
  tx: Transaction,
  ctx: ProjectContext,
  model: { name: string; description?: string },
): Promise<ModelRef | null> {
  const [created] = await tx.registeredModel.createManyAndReturn({
    data: [{ projectId: ctx.project.id, ...model }],
    skipDuplicates: true,
    select: { id: true, name: true },
  });
  if (!created) return null;
  await recordEvent(tx, ctx, "model/created", { modelId: created.id, model: created.name });
  await announce(tx, ctx, { noun: "model", id: created.id });
  return created;
}

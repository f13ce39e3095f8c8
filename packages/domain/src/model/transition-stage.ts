import { notify, type Transaction } from "@pipepilot/db";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError } from "../errors";
import { CHANNELS, type ServingChange } from "../event/channels";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockModel, requireVersion, touchModel } from "./lock";
import {
  transitionStageInput,
  type ModelRef,
  type ModelVersionRef,
  type StageName,
  type TransitionStageInput,
} from "./schema";

interface Change {
  id: string;
  number: number;
  from: StageName;
  to: StageName;
  reason: string;
}

export interface StageSwap {
  version: ModelVersionRef;
  /** Numbers of the versions that made room. */
  archived: number[];
  /** False where the version stood there already, nothing was to be archived and nothing was done. */
  changed: boolean;
}

/**
 * Moves a version to a stage and archives what stood there, at once: at no moment has a model two Production versions
 * or, in a swap, none. Each version that moved gets its line of history.
 * @throws DomainError not_found
 * @throws DomainError in_production where another version is Production and `archiveExisting` is false
 */
export async function transitionStage({
  ctx,
  input,
}: Call<ProjectContext, TransitionStageInput>): Promise<StageSwap> {
  authorise(ctx, "model:transition");
  const parsed = parse(transitionStageInput, input);
  return transact(ctx, async (tx) => {
    const model = await lockModel(tx, ctx, parsed.model);
    const version = await requireVersion(tx, ctx, model, parsed.number);
    const to = parsed.stage;
    const result = { id: version.id, model: model.name, number: version.number, stage: to };
    const leaving = await findLeaving(tx, ctx, model, parsed);
    const stays = version.stage === to;
    if (stays && leaving.length === 0) return { version: result, archived: [], changed: false };
    const changes: Change[] = [
      ...leaving.map(({ id, number }) => ({
        id,
        number,
        from: to,
        to: "Archived" as const,
        reason: `Replaced by v${version.number}.`,
      })),
      ...(stays
        ? []
        : [{ id: version.id, number: version.number, from: version.stage, to, reason: parsed.reason }]),
    ];
    // Those that leave come first: the unique index allows one Production even inside the transaction.
    for (const change of changes) await applyChange(tx, ctx, model, change);
    if (to === "Production" || version.stage === "Production") {
      const changed: ServingChange = { kind: "model", projectId: ctx.project.id, modelId: model.id };
      await notify(tx, CHANNELS.serving, changed);
    }
    await touchModel(tx, ctx, model);
    return { version: result, archived: leaving.map(({ number }) => number), changed: true };
  });
}

async function findLeaving(
  tx: Transaction,
  ctx: ProjectContext,
  model: ModelRef,
  { stage, number, archiveExisting }: ReturnType<typeof transitionStageInput.parse>,
) {
  const archives = archiveExisting ?? stage === "Production";
  if (stage !== "Production" && (stage !== "Staging" || !archives)) return [];
  const others = await tx.modelVersion.findMany({
    where: { projectId: ctx.project.id, modelId: model.id, stage, number: { not: number } },
    select: { id: true, number: true },
    orderBy: { number: "asc" },
  });
  if (others.length > 0 && !archives)
    throw new DomainError(
      "in_production",
      `${model.name} v${others[0].number} is Production. A model has one Production version: archive it in the same step.`,
      { model: model.name, number: others[0].number },
    );
  return others;
}

async function applyChange(tx: Transaction, ctx: ProjectContext, model: ModelRef, change: Change) {
  const projectId = ctx.project.id;
  const { id, number, from, to, reason } = change;
  await tx.$executeRaw`
    UPDATE "ModelVersion" SET stage = ${to}::"Stage", "updatedAt" = clock_timestamp()
    WHERE "projectId" = ${projectId}::uuid AND id = ${id}::uuid`;
  await tx.stageTransition.create({
    data: {
      projectId,
      modelId: model.id,
      modelVersionId: id,
      number,
      from,
      to,
      reason,
      actor: actorRecord(ctx.actor),
    },
  });
  await recordEvent(tx, ctx, "model-version/stage-changed", {
    modelId: model.id,
    model: model.name,
    modelVersionId: id,
    number,
    from,
    to,
    reason,
  });
}

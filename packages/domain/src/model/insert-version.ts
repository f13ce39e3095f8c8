import type { Prisma, Transaction } from "@pipepilot/db";
import { objectKey } from "@pipepilot/storage";
import { recordBlob } from "../blob/record";
import { actorRecord, type ProjectContext } from "../context";
import { recordEvent } from "../event/record";
import { requireStored } from "../run/stored";
import { bundleHash } from "./bundle-hash";
import { touchModel } from "./lock";
import type { Tag } from "./names";
import type { BundleFile, ModelRef, ModelSignature, ModelVersionRef } from "./schema";

export interface NewVersion {
  /** Held by this transaction. */
  readonly model: ModelRef;
  /** Sorted by path, no path twice. */
  readonly files: readonly BundleFile[];
  readonly task: string;
  readonly family: string;
  readonly signature: ModelSignature;
  readonly description: string;
  readonly runId?: string;
  readonly datasetVersionId?: string;
  readonly source?: string;
  readonly runLink?: string;
  readonly tags?: readonly Tag[];
}

/** The model's next version. @throws DomainError bundle_invalid where the store does not hold a file */
export async function insertVersion(
  tx: Transaction,
  ctx: ProjectContext,
  { model, files, signature, tags = [], ...version }: NewVersion,
): Promise<Omit<ModelVersionRef, "model">> {
  const projectId = ctx.project.id;
  await holdFiles(tx, ctx, files);
  const created = await tx.modelVersion.create({
    data: {
      ...version,
      projectId,
      modelId: model.id,
      number: await nextNumber(tx, ctx, model),
      signature: signature satisfies Prisma.InputJsonObject,
      files: files.map(({ path, hash, size }) => ({ path, hash, size })),
      bundleHash: bundleHash(files),
      sizeBytes: files.reduce((sum, { size }) => sum + BigInt(size), 0n),
      createdBy: actorRecord(ctx.actor),
    },
    select: { id: true, number: true, stage: true },
  });
  await tx.modelVersionTag.createMany({
    data: tags.map(({ key, value }) => ({ projectId, modelVersionId: created.id, key, value })),
  });
  await recordEvent(tx, ctx, "model-version/created", {
    modelId: model.id,
    model: model.name,
    modelVersionId: created.id,
    number: created.number,
    runId: version.runId ?? null,
  });
  await touchModel(tx, ctx, model);
  return created;
}

/** Counted on the model, not among its versions: the number of a deleted version is not given again. */
async function nextNumber(tx: Transaction, ctx: ProjectContext, model: ModelRef): Promise<number> {
  const { lastNumber } = await tx.registeredModel.update({
    where: { projectId_id: { projectId: ctx.project.id, id: model.id } },
    data: { lastNumber: { increment: 1 } },
    select: { lastNumber: true },
  });
  return lastNumber;
}

async function holdFiles(tx: Transaction, ctx: ProjectContext, files: readonly BundleFile[]) {
  // In the order of hashes, as every holder of several blobs takes them, so that no two wait for each other.
  for (const { hash, size } of [...files].sort((a, b) => (a.hash < b.hash ? -1 : 1)))
    await recordBlob(tx, { hash, key: objectKey(hash), size });
  await requireStored(ctx.store, files);
}

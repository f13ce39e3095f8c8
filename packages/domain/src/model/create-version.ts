import type { Prisma, Transaction } from "@pipepilot/db";
import { objectKey } from "@pipepilot/storage";
import { recordBlob } from "../blob/record";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { requireStored } from "../run/stored";
import { transact } from "../transact";
import { bundleHash, sortedFiles } from "./bundle-hash";
import { ensureModelRow } from "./ensure";
import { lockModel } from "./lock";
import {
  createModelVersionInput,
  type BundleFile,
  type CreateModelVersionInput,
  type ModelRef,
  type ModelVersionRef,
} from "./schema";

type ParsedInput = ReturnType<typeof createModelVersionInput.parse>;

/**
 * Registers an immutable bundle as the model's next version. The same run again answers with its first version.
 * @throws DomainError conflict where the run has a version with another bundle
 * @throws DomainError not_found for a run or dataset version that is not this project's
 * @throws DomainError bundle_invalid where the store does not hold a file, or two files share a path
 */
export async function createModelVersion({
  ctx,
  input,
}: Call<ProjectContext, CreateModelVersionInput>): Promise<ModelVersionRef & { modelId: string }> {
  authorise(ctx, "model:write");
  const parsed = parse(createModelVersionInput, input);
  const files = sortedFiles(parsed.files);
  requireDistinctPaths(files);
  const hash = bundleHash(files);
  return transact(ctx, async (tx) => {
    await ensureModelRow(tx, ctx, parsed.model);
    const model = await lockModel(tx, ctx, parsed.model);
    const earlier = await findEarlier(tx, ctx, model, parsed.runId, hash);
    if (earlier) return { ...earlier, model: model.name, modelId: model.id };
    await requireSources(tx, ctx, parsed);
    await holdFiles(tx, ctx, files);
    const version = await insertVersion(tx, ctx, { model, hash, files, input: parsed });
    await recordEvent(tx, ctx, "model-version/created", {
      modelId: model.id,
      model: model.name,
      modelVersionId: version.id,
      number: version.number,
      runId: parsed.runId ?? null,
    });
    await announce(tx, ctx, { noun: "model", id: model.id });
    return { ...version, model: model.name, modelId: model.id };
  });
}

function requireDistinctPaths(files: readonly BundleFile[]) {
  const twice = files.find((file, index) => index > 0 && files[index - 1].path === file.path);
  if (twice)
    throw new DomainError("bundle_invalid", `${twice.path} is in the bundle twice.`, { path: twice.path });
}

async function findEarlier(
  tx: Transaction,
  ctx: ProjectContext,
  model: ModelRef,
  runId: string | undefined,
  hash: string,
) {
  if (!runId) return null;
  const earlier = await tx.modelVersion.findFirst({
    where: { projectId: ctx.project.id, modelId: model.id, runId },
    select: { id: true, number: true, stage: true, bundleHash: true },
  });
  if (!earlier) return null;
  const { bundleHash: earlierHash, ...version } = earlier;
  if (earlierHash === hash) return version;
  throw new DomainError(
    "conflict",
    `This run is registered already as ${model.name} v${version.number}, with another bundle. Versions never change.`,
    { model: model.name, number: version.number, runId },
  );
}

async function requireSources(tx: Transaction, ctx: ProjectContext, input: ParsedInput) {
  const key = (id: string) => ({
    where: { projectId_id: { projectId: ctx.project.id, id } },
    select: { id: true },
  });
  const { runId, datasetVersionId } = input;
  if (runId && !(await tx.run.findUnique(key(runId)))) throw notFound("run", runId);
  if (datasetVersionId && !(await tx.datasetVersion.findUnique(key(datasetVersionId))))
    throw notFound("dataset version", datasetVersionId);
}

async function holdFiles(tx: Transaction, ctx: ProjectContext, files: readonly BundleFile[]) {
  // In the order of hashes, as every holder of several blobs takes them, so that no two wait for each other.
  for (const { hash, size } of [...files].sort((a, b) => (a.hash < b.hash ? -1 : 1)))
    await recordBlob(tx, { hash, key: objectKey(hash), size });
  await requireStored(ctx.store, files);
}

interface NewVersion {
  model: ModelRef;
  hash: string;
  files: readonly BundleFile[];
  input: ParsedInput;
}

async function insertVersion(
  tx: Transaction,
  ctx: ProjectContext,
  { model, hash, files, input }: NewVersion,
) {
  const projectId = ctx.project.id;
  const { runId, datasetVersionId, task, family, signature, description } = input;
  const { _max } = await tx.modelVersion.aggregate({
    where: { projectId, modelId: model.id },
    _max: { number: true },
  });
  return tx.modelVersion.create({
    data: {
      projectId,
      modelId: model.id,
      number: (_max.number ?? 0) + 1,
      runId,
      datasetVersionId,
      task,
      family,
      signature: signature satisfies Prisma.InputJsonObject,
      description,
      files: files.map(({ path, hash, size }) => ({ path, hash, size })),
      bundleHash: hash,
      sizeBytes: files.reduce((sum, { size }) => sum + BigInt(size), 0n),
      createdBy: actorRecord(ctx.actor),
    },
    select: { id: true, number: true, stage: true },
  });
}

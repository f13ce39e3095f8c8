import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { bundleHash, sortedFiles } from "./bundle-hash";
import { ensureModelRow } from "./ensure";
import { insertVersion } from "./insert-version";
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
    const { model: _, ...facts } = parsed;
    const version = await insertVersion(tx, ctx, { ...facts, model, files });
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
    // What a client registered of the same run is another bundle.
    where: { projectId: ctx.project.id, modelId: model.id, runId, source: null },
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

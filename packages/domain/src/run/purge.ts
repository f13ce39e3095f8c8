import { deleteBlob } from "../blob/release";
import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockRuns, recordRunsEvent } from "./trash";
import { runIdsInput, type RunIdsInput } from "./table-schema";

/**
 * Removes runs from the trash for good: every row of theirs, and every artifact that no other run, model or version has too.
 * All of them or none. A logged model that one made stays, without the run it is from.
 * @throws DomainError not_found; conflict for a run outside the trash and for one of which a model version was made
 */
export async function purgeRuns({ ctx, input }: Call<ProjectContext, RunIdsInput>): Promise<void> {
  authorise(ctx, "run:purge");
  const runIds = [...new Set(parse(runIdsInput, input).runIds)];
  const projectId = ctx.project.id;
  const hashes = await transact(ctx, async (tx) => {
    const runs = await lockRuns(tx, ctx, runIds);
    const kept = runs.find(({ deletedAt }) => deletedAt === null);
    if (kept)
      throw new DomainError("conflict", `The run "${kept.name}" is not in the trash.`, { runId: kept.id });
    const version = await tx.modelVersion.findFirst({
      where: { projectId, runId: { in: runIds } },
      select: {
        runId: true,
        number: true,
        model: { select: { name: true } },
        run: { select: { name: true } },
      },
    });
    if (version)
      throw new DomainError(
        "conflict",
        `The run "${version.run?.name}" made version ${version.number} of ${version.model.name}; a version keeps its run.`,
        { runId: version.runId },
      );
    const artifacts = await tx.artifact.findMany({
      where: { projectId, runId: { in: runIds } },
      select: { blobHash: true },
      distinct: ["blobHash"],
    });
    await tx.loggedModel.updateMany({
      where: { projectId, sourceRunId: { in: runIds } },
      data: { sourceRunId: null },
    });
    await tx.run.deleteMany({ where: { projectId, id: { in: runIds } } });
    await recordRunsEvent(tx, ctx, "run/purged", runs);
    return artifacts.map(({ blobHash }) => blobHash);
  });
  await releaseBlobs(ctx, hashes);
}

/** The rows are gone whatever the store says; what it keeps for now the regular sweep removes. */
async function releaseBlobs(ctx: ProjectContext, hashes: readonly string[]): Promise<void> {
  const unnamed = await ctx.db.prisma.blob.findMany({ where: { hash: { in: [...hashes] }, refCount: 0 } });
  for (const { hash, createdAt } of unnamed) await deleteBlob(ctx, hash, createdAt).catch(() => false);
}

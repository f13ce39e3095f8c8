import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { openBlob, type FoundArtifact } from "./find";
import { listFilesInput, type ListFilesInput } from "./schema";
import { artifactsOf, requireRoot } from "./table";

/**
 * Every file under a run's, a logged model's or a version's root, however deep, by path.
 * @throws DomainError not_found for the run, model or version
 */
export async function listFiles({
  ctx,
  input,
}: Call<ProjectContext, ListFilesInput>): Promise<FoundArtifact[]> {
  authorise(ctx, "project:read");
  const { root } = parse(listFilesInput, input);
  await requireRoot(ctx, root);
  const rows = await ctx.db.prisma.$queryRaw<{ path: string; hash: string; size: bigint; createdAt: Date }[]>`
    SELECT path, "blobHash" AS hash, size, "createdAt" FROM ${artifactsOf(ctx, root)} ORDER BY path COLLATE "C"`;
  return rows.map((row) => ({
    ...row,
    size: Number(row.size),
    open: (range) => openBlob(ctx, row.hash, range),
  }));
}

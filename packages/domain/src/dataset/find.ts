import type { ProjectContext } from "../context";
import { notFound } from "../errors";
import { versionSelection } from "./summarise";

/** @throws DomainError not_found */
export async function findDataset(ctx: ProjectContext, name: string) {
  const dataset = await ctx.db.prisma.dataset.findUnique({
    where: { projectId_name: { projectId: ctx.project.id, name: name.trim() } },
    select: { id: true, name: true, description: true, createdAt: true },
  });
  if (!dataset) throw notFound("dataset", name);
  return dataset;
}

/** @throws DomainError not_found */
export async function findVersion(ctx: ProjectContext, dataset: string, number: number) {
  const { id } = await findDataset(ctx, dataset);
  const version = await ctx.db.prisma.datasetVersion.findUnique({
    where: { projectId_datasetId_number: { projectId: ctx.project.id, datasetId: id, number } },
    select: { ...versionSelection, profile: true, parquetHash: true },
  });
  if (!version) throw notFound(`version of the dataset "${dataset}"`, number);
  return version;
}

import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findDataset } from "./find";
import { getDatasetInput, type DatasetDetails, type GetDatasetInput } from "./schema";
import { summarise, versionSelection } from "./summarise";

const VERSIONS = 200;

/** A dataset with its versions, newest first (the newest 200). @throws DomainError not_found */
export async function getDataset({
  ctx,
  input,
}: Call<ProjectContext, GetDatasetInput>): Promise<DatasetDetails> {
  authorise(ctx, "project:read");
  const { name } = parse(getDatasetInput, input);
  const dataset = await findDataset(ctx, name);
  const where = { projectId: ctx.project.id, datasetId: dataset.id };
  const [versionCount, versions] = await Promise.all([
    ctx.db.prisma.datasetVersion.count({ where }),
    ctx.db.prisma.datasetVersion.findMany({
      where,
      orderBy: { number: "desc" },
      take: VERSIONS,
      select: versionSelection,
    }),
  ]);
  return { ...dataset, versionCount, versions: versions.map(summarise) };
}

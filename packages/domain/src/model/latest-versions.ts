import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { readLatest } from "./records";
import { latestVersionsInput, type LatestVersionsInput, type VersionRecord } from "./registry-schema";

/** The newest version in each of these stages that has any; in each stage where none is named. @throws DomainError not_found */
export async function getLatestVersions({
  ctx,
  input,
}: Call<ProjectContext, LatestVersionsInput>): Promise<VersionRecord[]> {
  authorise(ctx, "project:read");
  const { model: name, stages } = parse(latestVersionsInput, input);
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  const model = await db.registeredModel.findUnique({
    where: { projectId_name: { projectId, name } },
    select: { id: true },
  });
  if (!model) throw notFound("model", name);
  const latest = await readLatest(db, projectId, [model.id]);
  return stages.length === 0 ? latest : latest.filter(({ stage }) => stages.includes(stage));
}

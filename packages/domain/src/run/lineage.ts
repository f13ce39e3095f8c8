import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { runIdInput, type RunIdInput } from "./log-schema";
import type { RunLineage, RunRef } from "./lineage-schema";
import { PARENT_TAG } from "./search-keys";
import { stepOf } from "./step";

/** More of a kind are only counted. */
const MOST = 50;

/**
 * What a run came from and what came of it: datasets and logged models it read, models it made, the runs that read those,
 * its parent and its children, and the folders of its artifacts that are models.
 * @throws DomainError not_found
 */
export async function getRunLineage({ ctx, input }: Call<ProjectContext, RunIdInput>): Promise<RunLineage> {
  authorise(ctx, "project:read");
  const { runId } = parse(runIdInput, input);
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  const run = await db.run.findUnique({
    where: { projectId_id: { projectId, id: runId } },
    select: {
      tags: { where: { key: PARENT_TAG }, select: { value: true } },
      datasets: { select: { tags: true, dataset: true }, orderBy: { datasetId: "asc" }, take: MOST },
    },
  });
  if (!run) throw notFound("run", runId);
  const parentId = run.tags.at(0)?.value;
  const isChild = { projectId, tags: { some: { key: PARENT_TAG, value: runId } }, deletedAt: null };
  const [models, parents, children, childCount, readers, modelFolders] = await Promise.all([
    readModels(ctx, runId),
    parentId === undefined ? [] : runRefs(ctx, { id: parentId }),
    runRefs(ctx, isChild),
    db.run.count({ where: isChild }),
    runRefs(ctx, {
      id: { not: runId },
      deletedAt: null,
      loggedModels: {
        some: { role: "input", model: { runs: { some: { runId, role: "output" } } } },
      },
    }),
    readModelFolders(ctx, runId),
  ]);
  return {
    datasets: run.datasets.map(({ dataset, tags }) => ({
      name: dataset.name,
      digest: dataset.digest,
      sourceType: dataset.sourceType,
      source: dataset.source,
      schema: dataset.schema,
      profile: dataset.profile,
      tags: tags as { key: string; value: string }[],
    })),
    modelInputs: models.filter(({ role }) => role === "input"),
    modelOutputs: models.filter(({ role }) => role === "output"),
    parent: parents.at(0) ?? null,
    children,
    childCount,
    readers,
    modelFolders,
  };
}

async function readModels({ db, project }: ProjectContext, runId: string) {
  const rows = await db.prisma.runLoggedModel.findMany({
    where: { projectId: project.id, runId, model: { deletedAt: null } },
    orderBy: [{ step: "asc" }, { modelId: "asc" }],
    take: MOST,
    select: {
      role: true,
      step: true,
      model: {
        select: {
          id: true,
          name: true,
          modelType: true,
          status: true,
          sourceRun: { select: { id: true, name: true, experiment: { select: { name: true } } } },
        },
      },
    },
  });
  return rows.map(({ role, step, model: { sourceRun, ...model } }) => ({
    ...model,
    role,
    step: stepOf(step),
    sourceRun: sourceRun && { ...sourceRun, experiment: sourceRun.experiment.name },
  }));
}

type RunWhere = NonNullable<Parameters<ProjectContext["db"]["prisma"]["run"]["findMany"]>[0]>["where"];

async function runRefs({ db, project }: ProjectContext, where: RunWhere): Promise<RunRef[]> {
  const runs = await db.prisma.run.findMany({
    where: { ...where, projectId: project.id },
    orderBy: [{ startTime: "asc" }, { id: "asc" }],
    take: MOST,
    select: { id: true, name: true, experiment: { select: { name: true } } },
  });
  return runs.map((run) => ({ ...run, experiment: run.experiment.name }));
}

/** Folders that hold an MLmodel file; "" is the root. */
async function readModelFolders({ db, project }: ProjectContext, runId: string): Promise<string[]> {
  const rows = await db.prisma.$queryRaw<{ folder: string }[]>`
    SELECT substr(path, 1, greatest(char_length(path) - char_length('/MLmodel'), 0)) AS folder FROM "Artifact"
    WHERE "projectId" = ${project.id}::uuid AND "runId" = ${runId} AND (path = 'MLmodel' OR path LIKE '%/MLmodel')
    ORDER BY path COLLATE "C" LIMIT ${MOST}`;
  return rows.map(({ folder }) => folder);
}

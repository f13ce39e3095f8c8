import type { ProjectContext } from "../context";
import { summariseVersions, VERSION_INCLUDE } from "../model/summarise";
import { authorise } from "../permissions";
import type { ActorRecord } from "../run/schema";
import { servingStats } from "../serving/stats";
import type { ProductionCard } from "./production-schema";

/** What is in Production of every model, by name: since when, by whom, and what live processes say of it. */
export async function listProduction({ ctx }: { ctx: ProjectContext }): Promise<ProductionCard[]> {
  authorise(ctx, "project:read");
  const { prisma } = ctx.db;
  const projectId = ctx.project.id;
  const rows = await prisma.modelVersion.findMany({
    where: { projectId, stage: "Production" },
    include: { ...VERSION_INCLUDE, run: { select: { ...VERSION_INCLUDE.run.select, experiment: true } } },
    orderBy: { model: { name: "asc" } },
  });
  if (rows.length === 0) return [];
  const [versions, transitions, stats] = await Promise.all([
    summariseVersions(prisma, projectId, rows),
    readPromotions(
      ctx,
      rows.map(({ id }) => id),
    ),
    servingStats({ ctx }),
  ]);
  const figures = new Map(
    stats.versions.map(({ modelVersionId, model: _, number: __, ...each }) => [modelVersionId, each]),
  );
  return versions.map(({ id, model, number, family, metrics, serving }, index) => {
    const key = rows[index].run?.experiment.primaryMetric;
    const promotion = transitions.get(id);
    return {
      model,
      number,
      modelVersionId: id,
      family,
      metric: key && Object.hasOwn(metrics, key) ? { key, value: metrics[key] } : null,
      since: promotion?.at ?? null,
      by: promotion?.actor ?? null,
      serving,
      figures: figures.get(id) ?? null,
    };
  });
}

/** The newest move of each version to Production, by version id. */
export async function readPromotions(
  { db, project }: ProjectContext,
  versionIds: readonly string[],
): Promise<Map<string, { id: string; at: Date; actor: ActorRecord }>> {
  const rows = await db.prisma.stageTransition.findMany({
    where: { projectId: project.id, to: "Production", modelVersionId: { in: [...versionIds] } },
    distinct: ["modelVersionId"],
    orderBy: [{ modelVersionId: "asc" }, { at: "desc" }, { id: "desc" }],
    select: { id: true, modelVersionId: true, at: true, actor: true },
  });
  return new Map(
    rows.map(({ id, modelVersionId, at, actor }) => [
      modelVersionId,
      { id, at, actor: actor as unknown as ActorRecord },
    ]),
  );
}

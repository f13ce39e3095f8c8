import type { ProjectContext } from "../context";
import { authorise } from "../permissions";
import { summariseExperiments } from "../experiment/summarise";
import { summariseVersions, VERSION_INCLUDE } from "../model/summarise";
import type { ActorRecord } from "../run/schema";
import { summariseRuns } from "../run/summarise";
import { servingStats } from "../serving/stats";
import type { Overview } from "./overview-schema";
import { readDataStation, readPipelineStation } from "./stations";

const RECENT_RUNS = 8;
const RECENT_EVENTS = 12;

/** What the loop's six stations say, what happened last, and how much there is of everything. */
export async function getOverview({ ctx }: { ctx: ProjectContext }): Promise<Overview> {
  authorise(ctx, "project:read");
  const [data, pipeline, experiments, models, serving, recentRuns, recentEvents, counts] = await Promise.all([
    readDataStation(ctx),
    readPipelineStation(ctx),
    readExperimentStation(ctx),
    readModelStation(ctx),
    servingStats({ ctx }),
    readRecentRuns(ctx),
    readRecentEvents(ctx),
    countEverything(ctx),
  ]);
  const { versions: _, ...figures } = serving;
  return {
    ...data,
    pipeline,
    experiments,
    models,
    serving: figures,
    recentRuns,
    recentEvents,
    counts: { ...counts, servingInstances: figures.instances },
  };
}

/** The experiment in which something ran last. */
async function readExperimentStation({ db, project }: ProjectContext): Promise<Overview["experiments"]> {
  const latest = await db.prisma.run.findFirst({
    where: { projectId: project.id, deletedAt: null, experiment: { deletedAt: null } },
    orderBy: [{ startTime: "desc" }, { id: "asc" }],
    select: { experiment: true },
  });
  if (!latest) return null;
  const [{ id, name, primaryMetric, metricDirection, runCount, best }] = await summariseExperiments(
    db.prisma,
    project.id,
    [latest.experiment],
  );
  return { experiment: { id, name, primaryMetric, metricDirection }, runCount, best };
}

/** The version that became Production last. */
async function readModelStation({ db, project }: ProjectContext): Promise<Overview["models"]> {
  const projectId = project.id;
  const standing = await db.prisma.modelVersion.findMany({
    where: { projectId, stage: "Production" },
    select: { id: true },
  });
  const transition = await db.prisma.stageTransition.findFirst({
    where: { projectId, to: "Production", modelVersionId: { in: standing.map(({ id }) => id) } },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { modelVersionId: true },
  });
  if (!transition) return null;
  const version = await db.prisma.modelVersion.findUniqueOrThrow({
    where: { projectId_id: { projectId, id: transition.modelVersionId } },
    include: { ...VERSION_INCLUDE, run: { select: { ...VERSION_INCLUDE.run.select, experiment: true } } },
  });
  const [{ model, number, family, createdAt, metrics, serving }] = await summariseVersions(
    db.prisma,
    projectId,
    [version],
  );
  const key = version.run?.experiment.primaryMetric;
  const metric = key && key in metrics ? { key, value: metrics[key] } : null;
  return { model, number, family, createdAt, metric, serving };
}

/** What people look at beside the primary metrics; a run may have thousands, and every page carries these. */
const SHOWN_METRICS = ["rmse", "r2", "mae", "f1", "roc_auc", "accuracy"];

async function readRecentRuns({ db, project }: ProjectContext) {
  const runs = await db.prisma.run.findMany({
    where: { projectId: project.id, deletedAt: null },
    orderBy: [{ startTime: "desc" }, { id: "asc" }],
    take: RECENT_RUNS,
    select: { id: true },
  });
  const recent = await summariseRuns(
    db.prisma,
    project.id,
    runs.map(({ id }) => id),
  );
  const shown = new Set([...SHOWN_METRICS, ...recent.map(({ experiment }) => experiment.primaryMetric)]);
  return recent.map((run) => ({
    ...run,
    metrics: Object.fromEntries(Object.entries(run.metrics).filter(([key]) => shown.has(key))),
  }));
}

async function readRecentEvents({ db, project }: ProjectContext): Promise<Overview["recentEvents"]> {
  const events = await db.prisma.event.findMany({
    where: { projectId: project.id },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: RECENT_EVENTS,
    select: { id: true, name: true, actor: true, data: true, at: true },
  });
  return events.map(({ actor, data, ...event }) => ({
    ...event,
    actor: actor as unknown as ActorRecord,
    data: data as Record<string, unknown>,
  }));
}

async function countEverything({ db, project }: ProjectContext) {
  const where = { projectId: project.id };
  const [datasets, pipelines, experiments, runs, models] = await Promise.all([
    db.prisma.dataset.count({ where }),
    db.prisma.pipeline.count({ where }),
    db.prisma.experiment.count({ where: { ...where, deletedAt: null } }),
    db.prisma.run.count({ where: { ...where, deletedAt: null } }),
    db.prisma.registeredModel.count({ where }),
  ]);
  return { datasets, pipelines, experiments, runs, models };
}

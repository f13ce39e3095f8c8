import type { ProjectContext } from "../context";
import { authorise } from "../permissions";
import type { ActorRecord } from "../run/schema";
import { readServingStates } from "../serving/states";
import type { Checklist, ChecklistFacts } from "./checklist-schema";

/** How far a project has come on its way to an answering model: each tick is a fact, looked up each time. */
export async function getChecklist({ ctx }: { ctx: ProjectContext }): Promise<Checklist> {
  authorise(ctx, "project:read");
  const { actor } = ctx;
  const [installed, tracking, config, registered, serving, next, project] = await Promise.all([
    readInstalled(ctx),
    readTracking(ctx),
    readConfig(ctx),
    readRegistered(ctx),
    readServing(ctx),
    readNext(ctx),
    ctx.db.prisma.project.findUniqueOrThrow({
      where: { id: ctx.project.id },
      select: { checklistShown: true },
    }),
  ]);
  const reachable = actor.kind === "user" ? { name: actor.name } : null;
  return {
    facts: { installed, reachable, tracking, config, registered, serving },
    shown: project.checklistShown,
    next,
  };
}

async function readInstalled({ db }: ProjectContext): Promise<ChecklistFacts["installed"]> {
  const [{ version }] = await db.prisma.$queryRaw<{ version: string }[]>`
    SELECT current_setting('server_version') AS version`;
  return { postgres: version };
}

async function readTracking({ db, project }: ProjectContext): Promise<ChecklistFacts["tracking"]> {
  const run = await db.prisma.run.findFirst({
    where: { projectId: project.id, deletedAt: null, experiment: { deletedAt: null } },
    orderBy: [{ startTime: "asc" }, { id: "asc" }],
    select: { id: true, name: true, startTime: true, experiment: { select: { name: true } } },
  });
  return run && { experiment: run.experiment.name, runId: run.id, run: run.name, at: run.startTime };
}

/** A config that somebody changed, or wrote in the first place. */
async function readConfig({ db, project }: ProjectContext): Promise<ChecklistFacts["config"]> {
  const config = await db.prisma.pipelineConfig.findFirst({
    where: {
      projectId: project.id,
      OR: [{ number: { gt: 1 } }, { createdBy: { path: ["kind"], equals: "user" } }],
    },
    orderBy: { id: "desc" },
    select: { number: true, createdBy: true, createdAt: true, pipeline: { select: { name: true } } },
  });
  if (!config) return null;
  const { name: by } = config.createdBy as unknown as ActorRecord;
  return { pipeline: config.pipeline.name, number: config.number, by, at: config.createdAt };
}

async function readRegistered({ db, project }: ProjectContext): Promise<ChecklistFacts["registered"]> {
  const version = await db.prisma.modelVersion.findFirst({
    where: {
      projectId: project.id,
      OR: ["pipeline", "apiKey"].map((kind) => ({ createdBy: { path: ["kind"], equals: kind } })),
    },
    orderBy: { id: "asc" },
    select: { number: true, createdAt: true, model: { select: { name: true } } },
  });
  return version && { model: version.model.name, number: version.number, at: version.createdAt };
}

async function readServing({ db, project }: ProjectContext): Promise<ChecklistFacts["serving"]> {
  const versions = await db.prisma.modelVersion.findMany({
    where: { projectId: project.id, stage: "Production" },
    orderBy: { updatedAt: "desc" },
    select: { id: true, number: true, model: { select: { name: true } } },
  });
  const states = await readServingStates(
    db.prisma,
    project.id,
    versions.map(({ id }) => id),
  );
  const served = versions.find(({ id }) => states.get(id)?.state === "ready");
  if (!served) return null;
  const { model, number, id } = served;
  return { model: model.name, number, instances: states.get(id)?.instances ?? 0 };
}

async function readNext({ db, project }: ProjectContext): Promise<Checklist["next"]> {
  const where = { projectId: project.id };
  const newest = { orderBy: { id: "desc" } } as const;
  const [dataset, pipeline, version, experiment] = await Promise.all([
    db.prisma.dataset.findFirst({ where, ...newest, select: { name: true } }),
    db.prisma.pipeline.findFirst({ where, ...newest, select: { name: true } }),
    db.prisma.modelVersion.findFirst({
      where,
      ...newest,
      select: { number: true, model: { select: { name: true } } },
    }),
    db.prisma.run.findFirst({
      where: { ...where, status: "FINISHED", deletedAt: null, experiment: { deletedAt: null } },
      orderBy: [{ startTime: "desc" }, { id: "asc" }],
      select: { experiment: { select: { name: true } } },
    }),
  ]);
  return {
    dataset: dataset?.name ?? null,
    pipeline: pipeline?.name ?? null,
    version: version && { model: version.model.name, number: version.number },
    experiment: experiment?.experiment.name ?? null,
  };
}

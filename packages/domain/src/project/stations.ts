import type { ProjectContext } from "../context";
import type { Overview } from "./overview-schema";

/** The newest dataset version and the verdict on it. */
export async function readDataStation({
  db,
  project,
}: ProjectContext): Promise<Pick<Overview, "data" | "checks">> {
  const version = await db.prisma.datasetVersion.findFirst({
    where: { projectId: project.id },
    // Ids are UUIDv7: their order is the order of creation.
    orderBy: { id: "desc" },
    select: {
      number: true,
      rowCount: true,
      fileName: true,
      provenance: true,
      createdAt: true,
      dataset: { select: { name: true } },
      check: { select: { verdict: true, findings: true, passedRules: true } },
    },
  });
  if (!version) return { data: null, checks: null };
  const { dataset, check, provenance, ...facts } = version;
  return {
    data: { ...facts, dataset: dataset.name, synthetic: kindOf(provenance) === "synthetic" },
    checks: check && { ...check, findings: Array.isArray(check.findings) ? check.findings.length : 0 },
  };
}

function kindOf(provenance: unknown): unknown {
  return typeof provenance === "object" && provenance !== null && "kind" in provenance
    ? provenance.kind
    : null;
}

const OVER = new Set(["succeeded", "cached", "skipped"]);

/** The newest pipeline run, or the one that is running, and the step it is at. */
export async function readPipelineStation({ db, project }: ProjectContext): Promise<Overview["pipeline"]> {
  const projectId = project.id;
  const select = {
    number: true,
    status: true,
    createdAt: true,
    startedAt: true,
    finishedAt: true,
    pipeline: { select: { name: true } },
    steps: {
      select: { key: true, title: true, status: true, progress: true, startedAt: true },
      orderBy: { position: "asc" },
    },
  } as const;
  const newest = { orderBy: { id: "desc" }, select } as const;
  const run =
    (await db.prisma.pipelineRun.findFirst({ where: { projectId, status: "running" }, ...newest })) ??
    (await db.prisma.pipelineRun.findFirst({ where: { projectId }, ...newest }));
  if (!run) return null;
  const { pipeline, steps, ...facts } = run;
  const step = steps.find(({ status }) => status === "running");
  return {
    ...facts,
    pipeline: pipeline.name,
    step: step ? { key: step.key, title: step.title, progress: progressOf(step.progress) } : null,
    // A step that was never reached is skipped without having started.
    stepsDone: steps.filter(
      ({ status, startedAt }) => OVER.has(status) && (status !== "skipped" || startedAt !== null),
    ).length,
    stepsTotal: steps.length,
  };
}

function progressOf(progress: unknown): { done: number; total: number } | null {
  if (typeof progress !== "object" || progress === null || !("done" in progress) || !("total" in progress))
    return null;
  const { done, total } = progress;
  return typeof done === "number" && typeof total === "number" ? { done, total } : null;
}

import type { Prisma, Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { NAME_TAG } from "./keys";
import { runIdInput, type RunIdInput } from "./log-schema";
import { readLatestMetrics, type LatestMetric } from "./read-metrics";
import type { ActorRecord, RunStatusName } from "./schema";

/** A dataset a run read, as MLflow's clients describe it. */
export interface TrackedInput {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string | null;
  profile: string | null;
  tags: { key: string; value: string }[];
}

/** A run as MLflow's clients know it. */
export interface TrackedRun {
  id: string;
  experimentId: string;
  /** of its experiment; null: here */
  artifactLocation: string | null;
  name: string;
  status: RunStatusName;
  startTime: Date;
  endTime: Date | null;
  deletedAt: Date | null;
  createdBy: ActorRecord;
  metrics: LatestMetric[];
  params: { key: string; value: string }[];
  /** the run's name among them */
  tags: { key: string; value: string }[];
  inputs: TrackedInput[];
}

const INCLUDE = {
  experiment: { select: { artifactLocation: true } },
  params: { select: { key: true, value: true }, orderBy: { key: "asc" } },
  tags: { select: { key: true, value: true }, orderBy: { key: "asc" } },
  datasets: { select: { tags: true, dataset: true } },
  inputs: {
    select: {
      context: true,
      datasetVersion: {
        select: { id: true, number: true, contentHash: true, dataset: { select: { name: true } } },
      },
    },
  },
} as const satisfies Prisma.RunInclude;

type LoadedRun = Prisma.RunGetPayload<{ include: typeof INCLUDE }>;

/** A run, one in the trash included, with its latest metrics. @throws DomainError not_found */
export async function getTrackedRun({ ctx, input }: Call<ProjectContext, RunIdInput>): Promise<TrackedRun> {
  authorise(ctx, "project:read");
  const { runId } = parse(runIdInput, input);
  const [run] = await readTrackedRuns(ctx.db.prisma, ctx.project.id, [runId]);
  if (!run) throw notFound("run", runId);
  return run;
}

/** These runs in the order asked for; unknown ids are absent. */
export async function readTrackedRuns(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
): Promise<TrackedRun[]> {
  const [runs, metrics] = await Promise.all([
    db.run.findMany({ where: { projectId, id: { in: [...runIds] } }, include: INCLUDE }),
    readLatestMetrics(db, projectId, runIds),
  ]);
  const byId = new Map(runs.map((run) => [run.id, run]));
  return runIds.flatMap((id) => {
    const run = byId.get(id);
    return run ? [trackedRun(run, metrics.get(id) ?? [])] : [];
  });
}

function trackedRun(run: LoadedRun, metrics: LatestMetric[]): TrackedRun {
  const { id, experimentId, name, status, startTime, endTime, deletedAt, params, tags } = run;
  return {
    id,
    experimentId,
    artifactLocation: run.experiment.artifactLocation,
    name,
    status,
    startTime,
    endTime,
    deletedAt,
    createdBy: run.createdBy as unknown as ActorRecord,
    metrics,
    params,
    tags: [...tags, { key: NAME_TAG, value: name }],
    inputs: [...run.datasets.map(trackedInput), ...run.inputs.map(ownInput)],
  };
}

function trackedInput({ tags, dataset }: LoadedRun["datasets"][number]): TrackedInput {
  const { name, digest, sourceType, source, schema, profile } = dataset;
  return { name, digest, sourceType, source, schema, profile, tags: tags as TrackedInput["tags"] };
}

/** A version of a dataset of ours, in MLflow's words. */
function ownInput({ context, datasetVersion }: LoadedRun["inputs"][number]): TrackedInput {
  const { id, number, contentHash, dataset } = datasetVersion;
  return {
    name: dataset.name,
    digest: contentHash.slice(0, 8),
    sourceType: "pipepilot",
    source: JSON.stringify({ dataset: dataset.name, version: number, id }),
    schema: null,
    profile: null,
    tags: [{ key: "mlflow.data.context", value: context }],
  };
}

import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { CONTEXT_TAG, OWN_SOURCE_TYPE } from "./dataset-input";
import { NAME_TAG, USER_TAG } from "./keys";
import { runIdInput, type RunIdInput } from "./log-schema";
import type { LatestMetric } from "./read-metrics";
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

/** What MLflow's clients call a run's info. */
export interface TrackedRunInfo {
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
  /** as the client says; null: it did not */
  user: string | null;
}

/** A run as MLflow's clients know it. */
export interface TrackedRun extends TrackedRunInfo {
  metrics: LatestMetric[];
  params: { key: string; value: string }[];
  /** the run's name among them */
  tags: { key: string; value: string }[];
  inputs: TrackedInput[];
  /** The ids of the logged models it read. */
  modelInputs: string[];
  /** The logged models it made, by step, then age. */
  modelOutputs: { modelId: string; step: number }[];
}

/** A run, one in the trash included, with its latest metrics. @throws DomainError not_found */
export async function getTrackedRun({ ctx, input }: Call<ProjectContext, RunIdInput>): Promise<TrackedRun> {
  authorise(ctx, "project:read");
  const { runId } = parse(runIdInput, input);
  const [run] = await readTrackedRuns(ctx.db.prisma, ctx.project.id, [runId]);
  if (!run) throw notFound("run", runId);
  return run;
}

interface Row extends Omit<
  TrackedRun,
  "user" | "metrics" | "params" | "tags" | "inputs" | "modelInputs" | "modelOutputs"
> {
  /** key, value, step, milliseconds; as texts, since JSON has no NaN */
  metrics: [string, string, string, string][];
  params: [string, string][];
  tags: [string, string][];
  datasets: TrackedInput[];
  models: { role: "input" | "output"; modelId: string; step: string }[];
  versions: { name: string; number: number; hash: string; rowCount: number; context: string }[];
}

/** These runs in the order asked for; unknown ids are absent. One statement: clients ask for single runs by the thousand. */
export async function readTrackedRuns(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
): Promise<TrackedRun[]> {
  if (runIds.length === 0) return [];
  const rows = await db.$queryRaw<Row[]>`
    SELECT r.id, r."experimentId", e."artifactLocation", r.name, r.status::text AS status, r."startTime", r."endTime",
      r."deletedAt", r."createdBy",
      (SELECT coalesce(json_agg(json_build_array(key, value::text, step::text, (extract(epoch FROM timestamp) * 1000)::bigint::text) ORDER BY key), '[]')
        FROM "RunMetric" m WHERE m."projectId" = r."projectId" AND m."runId" = r.id) AS metrics,
      (SELECT coalesce(json_agg(json_build_array(key, value) ORDER BY key), '[]')
        FROM "RunParam" p WHERE p."projectId" = r."projectId" AND p."runId" = r.id) AS params,
      (SELECT coalesce(json_agg(json_build_array(key, value) ORDER BY key), '[]')
        FROM "RunTag" t WHERE t."projectId" = r."projectId" AND t."runId" = r.id) AS tags,
      (SELECT coalesce(json_agg(json_build_object('name', d.name, 'digest', d.digest, 'sourceType', d."sourceType",
          'source', d.source, 'schema', d.schema, 'profile', d.profile, 'tags', i.tags) ORDER BY i."datasetId"), '[]')
        FROM "RunDataset" i JOIN "TrackedDataset" d ON d."projectId" = i."projectId" AND d.id = i."datasetId"
        WHERE i."projectId" = r."projectId" AND i."runId" = r.id) AS datasets,
      (SELECT coalesce(json_agg(json_build_object('name', s.name, 'number', v.number, 'hash', v."contentHash",
          'rowCount', v."rowCount", 'context', i.context) ORDER BY i.context DESC, v.id), '[]')
        FROM "RunInput" i
        JOIN "DatasetVersion" v ON v."projectId" = i."projectId" AND v.id = i."datasetVersionId"
        JOIN "Dataset" s ON s."projectId" = v."projectId" AND s.id = v."datasetId"
        WHERE i."projectId" = r."projectId" AND i."runId" = r.id) AS versions,
      (SELECT coalesce(json_agg(json_build_object('role', l.role, 'modelId', l."modelId", 'step', l.step::text)
          ORDER BY l.step, m."createdAt", l."modelId"), '[]')
        FROM "RunLoggedModel" l JOIN "LoggedModel" m ON m."projectId" = l."projectId" AND m.id = l."modelId"
        WHERE l."projectId" = r."projectId" AND l."runId" = r.id) AS models
    FROM "Run" r JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId"
    WHERE r."projectId" = ${projectId}::uuid AND r.id = ANY(${runIds}::text[])`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return runIds.flatMap((id) => {
    const row = byId.get(id);
    return row ? [trackedRun(row)] : [];
  });
}

function trackedRun({ datasets, versions, models, ...row }: Row): TrackedRun {
  const pair = ([key, value]: [string, string]) => ({ key, value });
  return {
    ...row,
    user: row.tags.find(([key]) => key === USER_TAG)?.[1] ?? null,
    metrics: row.metrics.map(([key, value, step, milliseconds]) => ({
      key,
      value: Number(value),
      step: Number(step),
      timestamp: new Date(Number(milliseconds)),
    })),
    params: row.params.map(pair),
    tags: [...row.tags.map(pair), { key: NAME_TAG, value: row.name }],
    inputs: [...datasets, ...versions.map(ownInput)],
    modelInputs: models.flatMap(({ role, modelId }) => (role === "input" ? modelId : [])),
    modelOutputs: models.flatMap(({ role, modelId, step }) =>
      role === "output" ? { modelId, step: Number(step) } : [],
    ),
  };
}

/** A version of a dataset of ours, in MLflow's words. */
function ownInput({ name, number, hash, rowCount, context }: Row["versions"][number]): TrackedInput {
  return {
    name,
    digest: hash.slice(0, 8),
    sourceType: OWN_SOURCE_TYPE,
    source: JSON.stringify({ dataset: name, version: number }),
    schema: null,
    profile: JSON.stringify({ num_rows: rowCount }),
    tags: [{ key: CONTEXT_TAG, value: context }],
  };
}

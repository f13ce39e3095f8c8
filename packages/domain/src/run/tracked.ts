import { Prisma, type Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { CONTEXT_TAG, OWN_SOURCE_TYPE } from "./dataset-input";
import { NAME_TAG, USER_TAG } from "./keys";
import { runIdInput, type RunIdInput } from "./log-schema";
import type { LatestMetric } from "./read-metrics";
import type { ActorRecord, RunStatusName } from "./schema";
import { stepOf, type Step } from "./step";

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
  modelOutputs: { modelId: string; step: Step }[];
}

/** A run, one in the trash included, with its latest metrics. @throws DomainError not_found */
export async function getTrackedRun({ ctx, input }: Call<ProjectContext, RunIdInput>): Promise<TrackedRun> {
  authorise(ctx, "project:read");
  const { runId } = parse(runIdInput, input);
  const [run] = await readTrackedRuns(ctx.db.prisma, ctx.project.id, [runId]);
  if (!run) throw notFound("run", runId);
  return run;
}

/** What one statement reads of some runs: their own rows, and columns of what belongs to them, each beside the run's id. */
interface Rows {
  runs: (Omit<TrackedRunInfo, "user" | Dates> & Record<Dates, number | null>)[];
  metricRuns: string[];
  metricKeys: string[];
  /** Texts where JSON has no number: NaN and the infinities. */
  metricValues: (number | string)[];
  metricSteps: string[];
  /** milliseconds since 1970 */
  metricTimes: number[];
  paramRuns: string[];
  paramKeys: string[];
  paramValues: string[];
  tagRuns: string[];
  tagKeys: string[];
  tagValues: string[];
  datasets: [string, TrackedInput][];
  versions: [string, OwnVersion][];
  models: [string, { role: "input" | "output"; modelId: string; step: string }][];
}
type Dates = "startTime" | "endTime" | "deletedAt";

/** So many runs are read by one statement: what it answers is held in memory several times over. */
const READ_AT_ONCE = 1000;

/** These runs in the order asked for; unknown ids are absent. */
export async function readTrackedRuns(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
): Promise<TrackedRun[]> {
  const runs: TrackedRun[] = [];
  for (let start = 0; start < runIds.length; start += READ_AT_ONCE)
    runs.push(...(await readAtOnce(db, projectId, runIds.slice(start, start + READ_AT_ONCE))));
  return runs;
}

/**
 * One statement, since clients ask for single runs by the thousand; and in it one look into each table for all of the runs, since
 * they ask for hundreds of runs as often. Columns, since PostgreSQL writes one array of texts in a third of the time that it takes
 * for many of a few.
 */
async function readAtOnce(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
): Promise<TrackedRun[]> {
  const ofRuns = (row: string) =>
    Prisma.sql`${Prisma.raw(row)}."projectId" = ${projectId}::uuid AND ${Prisma.raw(row)}."runId" = ANY(${runIds}::text[])`;
  const column = (value: string, name: keyof Rows) =>
    Prisma.raw(`coalesce(json_agg(${value}), '[]') AS "${name}"`);
  const milliseconds = (time: string) => Prisma.raw(`(extract(epoch FROM ${time}) * 1000)::bigint`);
  const [rows] = await db.$queryRaw<[Rows]>`/* prepared */ SELECT
    (SELECT coalesce(json_agg(json_build_object('id', r.id, 'experimentId', r."experimentId", 'artifactLocation', e."artifactLocation",
        'name', r.name, 'status', r.status, 'startTime', ${milliseconds('r."startTime"')}, 'endTime', ${milliseconds('r."endTime"')},
        'deletedAt', ${milliseconds('r."deletedAt"')}, 'createdBy', r."createdBy")), '[]')
      FROM "Run" r JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId"
      WHERE r."projectId" = ${projectId}::uuid AND r.id = ANY(${runIds}::text[])) AS runs,
    m.*, p.*, t.*,
    (SELECT coalesce(json_agg(json_build_array(i."runId", json_build_object('name', d.name, 'digest', d.digest,
        'sourceType', d."sourceType", 'source', d.source, 'schema', d.schema, 'profile', d.profile, 'tags', i.tags)) ORDER BY i."datasetId"), '[]')
      FROM "RunDataset" i JOIN "TrackedDataset" d ON d."projectId" = i."projectId" AND d.id = i."datasetId"
      WHERE ${ofRuns("i")}) AS datasets,
    (SELECT coalesce(json_agg(json_build_array(i."runId", json_build_object('name', s.name, 'number', v.number, 'hash', v."contentHash",
        'rowCount', v."rowCount", 'context', i.context)) ORDER BY i.context DESC, v.id), '[]')
      FROM "RunInput" i
      JOIN "DatasetVersion" v ON v."projectId" = i."projectId" AND v.id = i."datasetVersionId"
      JOIN "Dataset" s ON s."projectId" = v."projectId" AND s.id = v."datasetId"
      WHERE ${ofRuns("i")}) AS versions,
    (SELECT coalesce(json_agg(json_build_array(l."runId", json_build_object('role', l.role, 'modelId', l."modelId",
        'step', l.step::text)) ORDER BY l.step, m."createdAt", l."modelId"), '[]')
      FROM "RunLoggedModel" l JOIN "LoggedModel" m ON m."projectId" = l."projectId" AND m.id = l."modelId"
      WHERE ${ofRuns("l")}) AS models
    FROM
      (SELECT ${column('m."runId"', "metricRuns")}, ${column("m.key", "metricKeys")}, ${column("m.value", "metricValues")},
          ${column("m.step::text", "metricSteps")}, ${column("m.milliseconds", "metricTimes")}
        FROM (SELECT *, ${milliseconds("timestamp")} AS milliseconds FROM "RunMetric" m WHERE ${ofRuns("m")} ORDER BY key) AS m) AS m,
      (SELECT ${column('p."runId"', "paramRuns")}, ${column("p.key", "paramKeys")}, ${column("p.value", "paramValues")}
        FROM (SELECT * FROM "RunParam" p WHERE ${ofRuns("p")} ORDER BY key) AS p) AS p,
      (SELECT ${column('t."runId"', "tagRuns")}, ${column("t.key", "tagKeys")}, ${column("t.value", "tagValues")}
        FROM (SELECT * FROM "RunTag" t WHERE ${ofRuns("t")} ORDER BY key) AS t) AS t`;
  return arrange(rows, runIds);
}

function arrange(rows: Rows, runIds: readonly string[]): TrackedRun[] {
  const runs = new Map(rows.runs.map((row) => [row.id, bareRun(row)]));
  const of = (runId: string) => runs.get(runId) as TrackedRun;
  rows.metricRuns.forEach((runId, at) => {
    const [value, step] = [Number(rows.metricValues[at]), stepOf(rows.metricSteps[at])];
    of(runId).metrics.push({
      key: rows.metricKeys[at],
      value,
      step,
      timestamp: new Date(rows.metricTimes[at]),
    });
  });
  rows.paramRuns.forEach((runId, at) => {
    of(runId).params.push({ key: rows.paramKeys[at], value: rows.paramValues[at] });
  });
  rows.tagRuns.forEach((runId, at) => {
    const [key, value] = [rows.tagKeys[at], rows.tagValues[at]];
    of(runId).tags.push({ key, value });
    if (key === USER_TAG) of(runId).user = value;
  });
  for (const [runId, dataset] of rows.datasets) of(runId).inputs.push(dataset);
  for (const [runId, version] of rows.versions) of(runId).inputs.push(ownInput(version));
  for (const [runId, { role, modelId, step }] of rows.models)
    if (role === "input") of(runId).modelInputs.push(modelId);
    else of(runId).modelOutputs.push({ modelId, step: stepOf(step) });
  for (const run of runs.values()) run.tags.push({ key: NAME_TAG, value: run.name });
  return runIds.flatMap((id) => runs.get(id) ?? []);
}

function bareRun({ startTime, endTime, deletedAt, ...row }: Rows["runs"][number]): TrackedRun {
  const date = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds));
  return {
    ...row,
    startTime: date(startTime) as Date,
    endTime: date(endTime),
    deletedAt: date(deletedAt),
    user: null,
    metrics: [],
    params: [],
    tags: [],
    inputs: [],
    modelInputs: [],
    modelOutputs: [],
  };
}

interface OwnVersion {
  name: string;
  number: number;
  hash: string;
  rowCount: number;
  context: string;
}

/** A version of a dataset of ours, in MLflow's words. */
function ownInput({ name, number, hash, rowCount, context }: OwnVersion): TrackedInput {
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

import type { ProjectContext } from "../context";
import { SILENT_AFTER_MS, type AlertFacts, type AlertSeverity } from "./schema";

/** An alert before anyone is asked whether it is hidden. */
export type FoundAlert = AlertFacts & { id: string; severity: AlertSeverity; at: Date };

interface FailedRow {
  id: string;
  pipeline: string;
  number: number;
  failures: number;
  message: string | null;
  at: Date;
}

/** Pipelines whose newest finished run failed. A run that trains a tracked run again says nothing of its pipeline. */
export async function findFailedPipelines({ db, project }: ProjectContext): Promise<FoundAlert[]> {
  const rows = await db.prisma.$queryRaw<FailedRow[]>`
    SELECT newest.id, p.name AS pipeline, newest.number, newest.error ->> 'message' AS message,
      coalesce(newest."finishedAt", newest."createdAt") AS at,
      (SELECT count(*)::int FROM "PipelineRun" f
        WHERE f."projectId" = p."projectId" AND f."pipelineId" = p.id AND f.status = 'failed'
          AND f.cause ->> 'kind' <> 'reproduction' AND f.number > coalesce(succeeded.number, 0)) AS failures
    FROM "Pipeline" p
    LEFT JOIN LATERAL (
      SELECT s.number FROM "PipelineRun" s
      WHERE s."projectId" = p."projectId" AND s."pipelineId" = p.id AND s.status = 'succeeded'
        AND s.cause ->> 'kind' <> 'reproduction'
      ORDER BY s.number DESC LIMIT 1
    ) AS succeeded ON true
    CROSS JOIN LATERAL (
      SELECT f.* FROM "PipelineRun" f
      WHERE f."projectId" = p."projectId" AND f."pipelineId" = p.id AND f.status = 'failed'
        AND f.cause ->> 'kind' <> 'reproduction' AND f.number > coalesce(succeeded.number, 0)
      ORDER BY f.number DESC LIMIT 1
    ) AS newest
    WHERE p."projectId" = ${project.id}::uuid`;
  return rows.map(({ id, at, ...facts }) => ({
    kind: "pipeline-failed",
    id: `pipeline-failed:${id}`,
    severity: "bad",
    at,
    ...facts,
  }));
}

interface BlockedRow {
  id: string;
  dataset: string;
  number: number;
  findings: number;
  first: string | null;
  at: Date;
}

/** Datasets whose newest version did not pass its check. */
export async function findBlockedData({ db, project }: ProjectContext): Promise<FoundAlert[]> {
  const rows = await db.prisma.$queryRaw<BlockedRow[]>`
    SELECT newest.id, d.name AS dataset, newest.number, c."createdAt" AS at,
      (SELECT count(*)::int FROM jsonb_array_elements(c.findings) AS f WHERE f ->> 'severity' = 'block') AS findings,
      (SELECT f ->> 'message' FROM jsonb_array_elements(c.findings) AS f WHERE f ->> 'severity' = 'block' LIMIT 1) AS first
    FROM "Dataset" d
    CROSS JOIN LATERAL (
      SELECT v.id, v.number FROM "DatasetVersion" v
      WHERE v."projectId" = d."projectId" AND v."datasetId" = d.id ORDER BY v.number DESC LIMIT 1
    ) AS newest
    JOIN "SchemaCheck" c ON c."projectId" = d."projectId" AND c."datasetVersionId" = newest.id
    WHERE d."projectId" = ${project.id}::uuid AND c.verdict = 'blocked'`;
  return rows.map(({ id, at, ...facts }) => ({
    kind: "data-blocked",
    id: `data-blocked:${id}`,
    severity: "bad",
    at,
    ...facts,
  }));
}

interface SilentRow {
  experimentId: string;
  experiment: string;
  runId: string;
  run: string;
  runs: number;
  at: Date;
}

/**
 * Experiments with runs that say they are running, of which nothing was heard for an hour: neither a metric, a file nor a
 * note. Of several the one that was heard last stands for all.
 */
export async function findSilentRuns({ db, project }: ProjectContext): Promise<FoundAlert[]> {
  const silentBefore = new Date(Date.now() - SILENT_AFTER_MS);
  const rows = await db.prisma.$queryRaw<SilentRow[]>`
    SELECT DISTINCT ON (e.id) e.id AS "experimentId", e.name AS experiment, r.id AS "runId", r.name AS run, heard.at,
      (count(*) OVER (PARTITION BY e.id))::int AS runs
    FROM "Run" r
    JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId" AND e."deletedAt" IS NULL
    CROSS JOIN LATERAL (SELECT greatest(r."startTime",
      (SELECT max(m.timestamp) FROM "RunMetric" m WHERE m."projectId" = r."projectId" AND m."runId" = r.id),
      (SELECT max(a."createdAt") FROM "Artifact" a WHERE a."projectId" = r."projectId" AND a."runId" = r.id),
      (SELECT max(n."createdAt") FROM "RunNote" n WHERE n."projectId" = r."projectId" AND n."runId" = r.id)) AS at
    ) AS heard
    WHERE r."projectId" = ${project.id}::uuid AND r.status = 'RUNNING' AND r."deletedAt" IS NULL
      AND r."startTime" < ${silentBefore} AND heard.at < ${silentBefore}
      -- A search waits for its trials, each of which is heard by itself.
      AND NOT EXISTS (SELECT FROM "RunTag" t JOIN "Run" child ON child."projectId" = t."projectId" AND child.id = t."runId"
        WHERE t."projectId" = r."projectId" AND t.key = 'mlflow.parentRunId' AND t.value = r.id
          AND coalesce(child."endTime", now()) >= ${silentBefore})
    ORDER BY e.id, heard.at DESC, r.id`;
  return rows.map(({ experimentId, at, ...facts }) => ({
    kind: "run-silent",
    // Another that falls silent, or the same once more, is another alert.
    id: `run-silent:${experimentId}:${facts.runId}:${at.getTime()}`,
    severity: "warn",
    at,
    ...facts,
  }));
}

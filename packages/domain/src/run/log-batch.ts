import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { CHANNELS } from "../event/channels";
import { isToBeAnnounced } from "../event/coalesce";
import { requireLoggedModels } from "../logged-model/lock";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { retryingConflicts } from "../transact";
import { isToBeFolded, tryToFoldMetrics } from "./fold-metrics";
import { NAME_TAG } from "./keys";
import { logBatchInput, type LogBatchInput } from "./log-schema";
import { missingRun } from "./missing";
import { metricRows, modelMetrics } from "./metric-rows";

type Batch = ReturnType<typeof logBatchInput.parse>;

/**
 * Logs metrics, parameters and tags of a run, all or nothing, in one statement: clients send these by the thousand. Saying
 * the same again changes nothing; of a tag given twice the last holds. The tag `mlflow.runName` is the run's name.
 * A point that names a logged model is also one of that model.
 * @throws DomainError not_found for the run or a model, in_trash
 * @throws DomainError param_changed where a parameter has another value already
 * @throws DomainError invalid_input where a parameter is given twice
 */
export async function logBatch({ ctx, input }: Call<ProjectContext, LogBatchInput>): Promise<void> {
  authorise(ctx, "run:write");
  const batch = parse(logBatchInput, input);
  refuseRepeatedParams(batch);
  let written: Written;
  try {
    written = await retryingConflicts(() => write(ctx, batch));
  } catch (error) {
    throw (await changedParams(ctx, batch)) ?? (await unknownModel(ctx, batch)) ?? error;
  }
  if (written.found === 0) throw await missingRun(ctx, batch.runId);
  if (written.isToBeFolded) await tryToFoldMetrics(ctx.db.prisma, ctx.project.id, batch.runId);
}

interface Written {
  found: number;
  isToBeFolded: boolean;
}

async function write(ctx: ProjectContext, { runId, points, params, tags }: Batch): Promise<Written> {
  const projectId = ctx.project.id;
  const metrics = points.length > 0 ? metricRows(points) : { parts: [], isWide: false };
  const change = { projectId, noun: "run" as const, id: runId };
  const announced = isToBeAnnounced(ctx, change) ? JSON.stringify(change) : null;
  const parts = [
    Prisma.sql`run AS (
      SELECT "projectId", id FROM "Run" WHERE "projectId" = ${projectId}::uuid AND id = ${runId} AND "deletedAt" IS NULL
    )`,
    ...metrics.parts,
    ...(points.some(({ modelId }) => modelId !== undefined) ? [modelMetrics(points)] : []),
    ...(params.length > 0 ? [paramRows(params)] : []),
    ...tagRows(tags),
  ];
  const [written] = await ctx.db.prisma.$queryRaw<[Written]>`/* prepared */
    WITH ${Prisma.join(parts, ", ")}
    SELECT count(*)::int AS found, ${metrics.isWide ? isToBeFolded : Prisma.sql`false`} AS "isToBeFolded",
      count(CASE WHEN ${announced}::text IS NOT NULL THEN pg_notify(${CHANNELS.live}, ${announced}) END) AS announced
    FROM run`;
  return written;
}

/** A trigger refuses to change a value, also one that another writer has just logged. */
function paramRows(params: Batch["params"]): Prisma.Sql {
  const sorted = [...params].sort((a, b) => (a.key < b.key ? -1 : 1));
  return Prisma.sql`param AS (
    INSERT INTO "RunParam" AS logged ("projectId", "runId", key, value)
    SELECT run."projectId", run.id, each.key, each.value FROM run,
      unnest(${sorted.map(({ key }) => key)}::text[], ${sorted.map(({ value }) => value)}::text[]) AS each(key, value)
    ON CONFLICT ("projectId", "runId", key) DO UPDATE SET value = EXCLUDED.value
      WHERE logged.value IS DISTINCT FROM EXCLUDED.value
  )`;
}

function tagRows(tags: Batch["tags"]): Prisma.Sql[] {
  const last = new Map(tags.map(({ key, value }) => [key, value]));
  const name = last.get(NAME_TAG);
  last.delete(NAME_TAG);
  const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts: Prisma.Sql[] = [];
  if (sorted.length > 0)
    parts.push(Prisma.sql`tag AS (
      INSERT INTO "RunTag" ("projectId", "runId", key, value)
      SELECT run."projectId", run.id, each.key, each.value FROM run,
        unnest(${sorted.map(([key]) => key)}::text[], ${sorted.map(([, value]) => value)}::text[]) AS each(key, value)
      ON CONFLICT ("projectId", "runId", key) DO UPDATE SET value = EXCLUDED.value
    )`);
  if (name !== undefined)
    parts.push(Prisma.sql`renamed AS (
      UPDATE "Run" SET name = ${name} FROM run WHERE "Run"."projectId" = run."projectId" AND "Run".id = run.id
    )`);
  return parts;
}

function refuseRepeatedParams({ params }: Batch): void {
  const seen = new Set<string>();
  const repeated = params.filter(({ key }) => seen.has(key) || !seen.add(key)).map(({ key }) => key);
  if (repeated.length === 0) return;
  const message = `Duplicate parameter keys: ${repeated.join(", ")}. Send each once.`;
  throw new DomainError("invalid_input", message, { repeated });
}

/** A parameter that was logged with another value, in the facts of `param_changed`. */
export interface ChangedParam {
  key: string;
  value: string;
  now: string;
}

/** What is to be said where a parameter was logged with another value; null where none was. */
async function changedParams(ctx: ProjectContext, { runId, params }: Batch): Promise<DomainError | null> {
  if (params.length === 0) return null;
  const given = new Map(params.map(({ key, value }) => [key, value]));
  const logged = await ctx.db.prisma.runParam
    .findMany({ where: { projectId: ctx.project.id, runId, key: { in: [...given.keys()] } } })
    .catch(() => []);
  const changed = logged
    .filter(({ key, value }) => given.get(key) !== value)
    .map(({ key, value }): ChangedParam => ({ key, value, now: given.get(key) ?? "" }));
  if (changed.length === 0) return null;
  const list = changed.map(({ key, value, now }) => `${key}: logged as "${value}", now "${now}"`).join("; ");
  const message = `Changing param values is not allowed. Run ${runId} has ${list}.`;
  return new DomainError("param_changed", message, { runId, changed });
}

/** What is to be said where a point names a logged model that is not there; null where all are. */
async function unknownModel(ctx: ProjectContext, { points }: Batch): Promise<DomainError | null> {
  const modelIds = [...new Set(points.flatMap(({ modelId }) => modelId ?? []))];
  try {
    await requireLoggedModels(ctx.db.prisma, ctx, modelIds);
    return null;
  } catch (error) {
    return DomainError.is(error) ? error : null;
  }
}

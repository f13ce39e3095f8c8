import { Prisma } from "@pipepilot/db";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { CHANNELS, type LiveChange } from "../event/channels";
import { newEventId } from "../event/event-id";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { retryingConflicts } from "../transact";
import { USER_TAG } from "./keys";
import { updateRunInput, type UpdateRunInput } from "./log-schema";
import { tryToFoldMetrics } from "./fold-metrics";
import { missingRun } from "./missing";
import type { TrackedRunInfo } from "./tracked";

/**
 * Changes what a client says of its own run: any status may follow any other, since a run may be taken up again. The first
 * end is an event. One statement: clients end their runs by the thousand.
 * @throws DomainError not_found, in_trash
 */
export async function updateRun({
  ctx,
  input,
}: Call<ProjectContext, UpdateRunInput>): Promise<TrackedRunInfo> {
  authorise(ctx, "run:write");
  const { runId, status, endTime, name } = parse(updateRunInput, input);
  const projectId = ctx.project.id;
  const eventId = newEventId();
  const ofRun: LiveChange = { projectId, noun: "run", id: runId };
  const ofEvent: LiveChange = { projectId, noun: "event", id: eventId };
  const [updated] = await retryingConflicts(
    () => ctx.db.prisma.$queryRaw<(TrackedRunInfo & { hasBatches: boolean })[]>`/* prepared */
      WITH before AS (
        SELECT r."projectId", r.id, r.status, e.name AS experiment, e."artifactLocation"
        FROM "Run" r JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId"
        WHERE r."projectId" = ${projectId}::uuid AND r.id = ${runId} AND r."deletedAt" IS NULL
        FOR NO KEY UPDATE OF r
      ), run AS (
        UPDATE "Run" SET status = coalesce(${status ?? null}::"RunStatus", "Run".status), name = coalesce(${name ?? null}, "Run".name),
          "endTime" = coalesce(to_timestamp(${endTime ?? null}::float8 / 1000), "Run"."endTime")
        FROM before WHERE "Run"."projectId" = before."projectId" AND "Run".id = before.id
        RETURNING "Run".*, before.experiment, before."artifactLocation", "Run".status IN (${ENDED}) AND before.status NOT IN (${ENDED}) AS ends
      ), event AS (
        INSERT INTO "Event" (id, "projectId", name, actor, data)
        SELECT ${eventId}::uuid, run."projectId",
          CASE run.status WHEN 'FINISHED' THEN 'run/finished' ELSE 'run/failed' END,
          ${JSON.stringify(actorRecord(ctx.actor))}::jsonb, jsonb_build_object('runId', run.id, 'experiment', run.experiment, 'run', run.name) ||
            CASE run.status WHEN 'FINISHED' THEN jsonb_build_object('metrics', (${METRICS}))
              WHEN 'KILLED' THEN '{"message": "The run was stopped."}' ELSE '{"message": "The run failed."}' END
        FROM run WHERE ends RETURNING id
      )
      SELECT id, "experimentId", "artifactLocation", name, status::text AS status, "startTime", "endTime", "deletedAt", "createdBy",
        (SELECT value FROM "RunTag" t WHERE t."projectId" = run."projectId" AND t."runId" = run.id AND t.key = ${USER_TAG}) AS "user",
        EXISTS (SELECT FROM "MetricBatch" b WHERE b."projectId" = run."projectId" AND b."runId" = run.id) AS "hasBatches",
        pg_notify(${CHANNELS.live}, ${JSON.stringify(ofRun)})::text,
        (SELECT concat(pg_notify(${CHANNELS.outbox}, ${JSON.stringify({ id: eventId })}), pg_notify(${CHANNELS.live}, ${JSON.stringify(ofEvent)})) FROM event)
      FROM run`,
  );
  if (!updated) throw await missingRun(ctx, runId);
  const { hasBatches, ...run } = updated;
  if (hasBatches) await tryToFoldMetrics(ctx.db.prisma, projectId, runId);
  return run;
}

const ENDED = Prisma.sql`'FINISHED', 'FAILED', 'KILLED'`;

/** Events are JSON, which has no NaN. */
const METRICS = Prisma.sql`
  SELECT coalesce(jsonb_object_agg(key, CASE WHEN value BETWEEN '-1.7976931348623157e308' AND '1.7976931348623157e308' THEN value END), '{}')
  FROM "RunMetric" m WHERE m."projectId" = run."projectId" AND m."runId" = run.id`;

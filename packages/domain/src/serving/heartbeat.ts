import { notify, type Transaction } from "@pipepilot/db";
import type { Services } from "../context";
import { CHANNELS, type LiveChange } from "../event/channels";
import { parse } from "../parse";
import { transact } from "../transact";
import { reportHeartbeatInput, type ReportHeartbeatInput } from "./schema";

type Heartbeat = ReturnType<typeof reportHeartbeatInput.parse>;

/**
 * An inference process says that it lives, what it holds and how it fares. For our own processes only, which is why it
 * takes services and no actor. Loads of versions that were deleted meanwhile are left out.
 */
export async function reportHeartbeat({
  services,
  input,
}: {
  services: Services;
  input: ReportHeartbeatInput;
}): Promise<void> {
  const heartbeat = parse(reportHeartbeatInput, input);
  await transact(services, async (tx) => {
    await upsertInstance(tx, heartbeat);
    const changed = [...(await dropLoads(tx, heartbeat)), ...(await upsertLoads(tx, heartbeat))];
    for (const projectId of new Set(changed.map((row) => row.projectId)))
      await announceServing(tx, projectId, heartbeat.instanceId);
    // Processes that were killed could not say goodbye.
    await tx.$executeRaw`DELETE FROM "ServingInstance" WHERE "heartbeatAt" < now() - interval '1 hour'`;
  });
}

export async function announceServing(tx: Transaction, projectId: string, id: string): Promise<void> {
  await notify(tx, CHANNELS.live, { projectId, noun: "serving", id } satisfies LiveChange);
}

async function upsertInstance(tx: Transaction, input: Heartbeat) {
  const { instanceId, hostname, pid, address, version, memoryBytes, startedAt } = input;
  await tx.$executeRaw`
    INSERT INTO "ServingInstance" (id, hostname, pid, address, version, "memoryBytes", "startedAt", "heartbeatAt")
    VALUES (${instanceId}::uuid, ${hostname}, ${pid}::int, ${address}, ${version}, ${memoryBytes}::bigint,
      ${startedAt}, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET address = EXCLUDED.address, "memoryBytes" = EXCLUDED."memoryBytes",
      "heartbeatAt" = EXCLUDED."heartbeatAt"`;
}

interface Changed {
  projectId: string;
}

function dropLoads(tx: Transaction, { instanceId, loads }: Heartbeat): Promise<Changed[]> {
  const held = loads.map(({ modelVersionId }) => modelVersionId);
  return tx.$queryRaw<Changed[]>`
    DELETE FROM "ServingLoad" WHERE "instanceId" = ${instanceId}::uuid AND "modelVersionId" <> ALL(${held}::uuid[])
    RETURNING "projectId"`;
}

function upsertLoads(tx: Transaction, { instanceId, loads }: Heartbeat): Promise<Changed[]> {
  return tx.$queryRaw<Changed[]>`
    WITH said AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(loads)}::jsonb) AS load("projectId" uuid, "modelVersionId" uuid,
        state text, error text, "loadedAt" timestamptz, "requestCount" bigint, "errorCount" bigint,
        "latencyP50Ms" float8, "latencyP95Ms" float8, "requestsPerMin" float8, "recentRequests" int, "recentErrors" int)
    ), held AS (
      SELECT "projectId", id FROM "ModelVersion"
      WHERE ("projectId", id) IN (SELECT "projectId", "modelVersionId" FROM said) FOR KEY SHARE
    )
    INSERT INTO "ServingLoad" AS load ("instanceId", "projectId", "modelVersionId", state, error, "loadedAt",
      "requestCount", "errorCount", "latencyP50Ms", "latencyP95Ms", "requestsPerMin", "recentRequests", "recentErrors")
    SELECT DISTINCT ON (said."projectId", said."modelVersionId") ${instanceId}::uuid, said.*
    FROM said JOIN held ON held."projectId" = said."projectId" AND held.id = said."modelVersionId"
    ON CONFLICT ("instanceId", "projectId", "modelVersionId") DO UPDATE SET state = EXCLUDED.state,
      error = EXCLUDED.error, "loadedAt" = EXCLUDED."loadedAt", "requestCount" = EXCLUDED."requestCount",
      "errorCount" = EXCLUDED."errorCount", "latencyP50Ms" = EXCLUDED."latencyP50Ms",
      "latencyP95Ms" = EXCLUDED."latencyP95Ms", "requestsPerMin" = EXCLUDED."requestsPerMin",
      "recentRequests" = EXCLUDED."recentRequests", "recentErrors" = EXCLUDED."recentErrors"
    WHERE load IS DISTINCT FROM EXCLUDED
    RETURNING "projectId"`;
}

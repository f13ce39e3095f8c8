import type { Transaction } from "@pipepilot/db";
import type { ServingState } from "../model/schema";
import { ALIVE_WITHIN_MS } from "./schema";

/** What live inference processes say of these versions, by version id. Only heartbeats count, never the stage. */
export async function readServingStates(
  db: Transaction,
  projectId: string,
  modelVersionIds: readonly string[],
): Promise<Map<string, ServingState>> {
  if (modelVersionIds.length === 0) return new Map();
  const rows = await db.$queryRaw<
    { modelVersionId: string; instances: number; loading: number; error: string | null }[]
  >`
    SELECT l."modelVersionId", count(*) FILTER (WHERE l.state = 'ready')::int AS instances,
      count(*) FILTER (WHERE l.state = 'loading')::int AS loading,
      max(l.error) FILTER (WHERE l.state = 'failed') AS error
    FROM "ServingLoad" l JOIN "ServingInstance" i ON i.id = l."instanceId"
    WHERE l."projectId" = ${projectId}::uuid AND l."modelVersionId" = ANY(${modelVersionIds}::uuid[])
      AND i."heartbeatAt" > now() - ${ALIVE_WITHIN_MS} * interval '1 millisecond'
    GROUP BY l."modelVersionId"`;
  return new Map(
    rows.map(({ modelVersionId, instances, loading, error }) => [
      modelVersionId,
      { state: instances > 0 ? "ready" : loading > 0 ? "loading" : "failed", instances, error },
    ]),
  );
}

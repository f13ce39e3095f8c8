import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";
import type { RunStatusName } from "./schema";

export interface LockedRun {
  id: string;
  name: string;
  status: RunStatusName;
  experimentId: string;
  stepKey: string | null;
  experiment: string;
}

/** The run, held until the transaction ends so that its writers take turns. @throws DomainError not_found */
export async function lockRun(tx: Transaction, ctx: ProjectContext, runId: string): Promise<LockedRun> {
  const [run] = await tx.$queryRaw<LockedRun[]>`
    SELECT r.id, r.name, r.status::text AS status, r."experimentId", r."stepKey", e.name AS experiment
    FROM "Run" r JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId"
    WHERE r."projectId" = ${ctx.project.id}::uuid AND r.id = ${runId}
    FOR NO KEY UPDATE OF r`;
  if (!run) throw notFound("run", runId);
  return run;
}

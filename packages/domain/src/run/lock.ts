import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";
import { inTrash } from "../experiment/tracked";
import type { RunStatusName } from "./schema";

export interface LockedRun {
  id: string;
  name: string;
  status: RunStatusName;
  experimentId: string;
  stepKey: string | null;
  experiment: string;
  deletedAt: Date | null;
}

/** As `lockRun`. @throws DomainError not_found, in_trash */
export async function lockActiveRun(tx: Transaction, ctx: ProjectContext, runId: string): Promise<LockedRun> {
  const run = await lockRun(tx, ctx, runId);
  if (run.deletedAt) throw inTrash("run", run.name, runId);
  return run;
}

/** The run, held until the transaction ends so that its writers take turns. @throws DomainError not_found */
export async function lockRun(tx: Transaction, ctx: ProjectContext, runId: string): Promise<LockedRun> {
  const [run] = await tx.$queryRaw<LockedRun[]>`
    SELECT r.id, r.name, r."deletedAt", r.status::text AS status, r."experimentId", r."stepKey", e.name AS experiment
    FROM "Run" r JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId"
    WHERE r."projectId" = ${ctx.project.id}::uuid AND r.id = ${runId}
    FOR NO KEY UPDATE OF r`;
  if (!run) throw notFound("run", runId);
  return run;
}

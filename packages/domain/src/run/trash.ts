import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { runIdInput, type RunIdInput } from "./log-schema";
import { runIdsInput, type RunIdsInput } from "./table-schema";

/** Moves a run into the trash; nothing of it is lost. One that is there already stays there. @throws DomainError not_found */
export function trashRun({ ctx, input }: Call<ProjectContext, RunIdInput>): Promise<void> {
  authorise(ctx, "run:write");
  return mark(ctx, [parse(runIdInput, input).runId], true);
}

/** Takes a run out of the trash. @throws DomainError not_found */
export function restoreRun({ ctx, input }: Call<ProjectContext, RunIdInput>): Promise<void> {
  authorise(ctx, "run:write");
  return mark(ctx, [parse(runIdInput, input).runId], false);
}

/** The same for many: all of them or, where one is not there, none. @throws DomainError not_found */
export async function trashRuns({ ctx, input }: Call<ProjectContext, RunIdsInput>): Promise<void> {
  authorise(ctx, "run:write");
  await mark(ctx, parse(runIdsInput, input).runIds, true);
}

/** @throws DomainError not_found, naming the first that is not there */
export async function restoreRuns({ ctx, input }: Call<ProjectContext, RunIdsInput>): Promise<void> {
  authorise(ctx, "run:write");
  await mark(ctx, parse(runIdsInput, input).runIds, false);
}

async function mark(ctx: ProjectContext, runIds: readonly string[], trashed: boolean): Promise<void> {
  await transact(ctx, async (tx) => {
    const runs = await lockRuns(tx, ctx, runIds);
    const changed = runs.filter(({ deletedAt }) => (deletedAt !== null) !== trashed);
    if (changed.length === 0) return;
    await tx.run.updateMany({
      where: { projectId: ctx.project.id, id: { in: changed.map(({ id }) => id) } },
      data: { deletedAt: trashed ? new Date() : null },
    });
    await recordRunsEvent(tx, ctx, trashed ? "run/trashed" : "run/restored", changed);
  });
}

export interface HeldRun {
  id: string;
  name: string;
  experiment: string;
  deletedAt: Date | null;
}

/** These runs, held until the transaction ends, in the order of their ids: so no two callers wait for each other. @throws DomainError not_found */
export async function lockRuns(
  tx: Transaction,
  ctx: ProjectContext,
  runIds: readonly string[],
): Promise<HeldRun[]> {
  const runs = await tx.$queryRaw<HeldRun[]>`
    SELECT r.id, r.name, e.name AS experiment, r."deletedAt"
    FROM "Run" r JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId"
    WHERE r."projectId" = ${ctx.project.id}::uuid AND r.id = ANY(${[...runIds]}::text[])
    ORDER BY r.id FOR NO KEY UPDATE OF r`;
  const found = new Set(runs.map(({ id }) => id));
  const missing = runIds.find((id) => !found.has(id));
  if (missing !== undefined) throw notFound("run", missing);
  return runs;
}

/** One event for each experiment of which runs went, came back or are gone for good. */
export async function recordRunsEvent(
  tx: Transaction,
  ctx: ProjectContext,
  name: "run/trashed" | "run/restored" | "run/purged",
  runs: readonly HeldRun[],
): Promise<void> {
  for (const experiment of new Set(runs.map((run) => run.experiment))) {
    const own = runs.filter((run) => run.experiment === experiment);
    await recordEvent(tx, ctx, name, { experiment, run: own[0].name, runs: own.length });
    await announce(tx, ctx, { noun: "run", id: own[0].id });
  }
}

import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { foldMetrics } from "./fold-metrics";
import { lockRun, type LockedRun } from "./lock";
import { readLatestMetrics } from "./read-metrics";
import { finishRunInput, type FinishRunInput } from "./schema";
import { isTrialKey } from "./search-keys";

/**
 * Ends a run. Saying the same twice is no error. Of a search's trials no event is recorded.
 * @throws DomainError not_found
 * @throws DomainError run_finished where it has ended otherwise
 */
export async function finishRun({ ctx, input }: Call<ProjectContext, FinishRunInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, status, error } = parse(finishRunInput, input);
  await transact(ctx, async (tx) => {
    const run = await lockRun(tx, ctx, runId);
    if (run.status === status) return;
    if (run.status !== "RUNNING" && run.status !== "SCHEDULED")
      throw new DomainError("run_finished", `Run "${run.name}" has ended already (${run.status}).`, {
        runId,
        status: run.status,
      });
    // The database's clock, as for the start: a duration is the difference of two readings of one clock.
    await tx.$executeRaw`
      UPDATE "Run" SET status = ${status}::"RunStatus", "endTime" = now(),
        error = ${error ? JSON.stringify(error) : null}::jsonb
      WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${runId}`;
    await foldMetrics(tx, ctx.project.id, runId);
    // Trials end by the hundred: the runs around them tell what came of it.
    if (!isTrialKey(run.stepKey)) await recordEnd(tx, ctx, run, { status, error });
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

/** Of a run that ended, the event. */
async function recordEnd(
  tx: Transaction,
  ctx: ProjectContext,
  run: LockedRun,
  { status, error }: Pick<FinishRunInput, "status" | "error">,
) {
  if (status === "FINISHED") return recordFinished(tx, ctx, run);
  await recordEvent(tx, ctx, "run/failed", {
    runId: run.id,
    experiment: run.experiment,
    run: run.name,
    message: error?.message ?? (status === "KILLED" ? "The run was stopped." : "The run failed."),
  });
}

/** An event is news, which every page carries, and no record: of more metrics it has the first by key. */
const MOST_METRICS = 100;

async function recordFinished(tx: Transaction, ctx: ProjectContext, run: LockedRun) {
  const latest = (await readLatestMetrics(tx, ctx.project.id, [run.id])).get(run.id) ?? [];
  await recordEvent(tx, ctx, "run/finished", {
    runId: run.id,
    experiment: run.experiment,
    run: run.name,
    // Events are JSON, which has no NaN.
    metrics: Object.fromEntries(
      latest.slice(0, MOST_METRICS).map(({ key, value }) => [key, Number.isFinite(value) ? value : null]),
    ),
  });
}

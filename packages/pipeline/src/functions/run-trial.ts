import { finishRun, logMetrics, reportStepProgress, setRunTags } from "@pipepilot/domain";
import { trialToJSON, type ParamValues } from "@pipepilot/ml";
import { checksPerFold, type TrialResult } from "../steps/trial";
import { readBlob } from "./blobs";
import type { StepScope } from "./dependencies";
import { blame, publicMessage, RunOverError, type Tries } from "./failure";
import { keep } from "./keep";
import { trialStepId } from "./plan";
import { createProgressReporter } from "./progress";
import { askTrial, bestOf, prunerInput, withParams, type CandidateSearch, type TrialRecord } from "./search";
import { startTrackedRun } from "./tracked-run";

/** As long as a tag may be. */
const MAX_TAG = 8000;

export interface TrialOrder {
  readonly id: number;
  /** Every trial that was over when this one was planned. */
  readonly records: readonly TrialRecord[];
  readonly searchRunId: string;
  readonly tries: Tries;
}

/**
 * One trial as a tracked run, child of the search's. What it tries follows from the records alone, so that a trial that is
 * run again, in whatever process, is the same. A trial that fails is recorded and ends nothing but itself.
 */
export async function runTrial(
  scope: StepScope,
  search: CandidateSearch,
  order: TrialOrder,
): Promise<TrialRecord> {
  const { id, records, searchRunId } = order;
  const params = askTrial(search, records, id);
  if (params === null) throw new Error(`The search has no trial ${id}.`);
  const { subject } = search;
  const { index, config } = subject.candidate;
  const candidate = { index, name: `${config.type}_trial_${id}`, config: withParams(config, params) };
  const runId = await startTrackedRun(scope, { ...subject, candidate }, trialStepId(index, id), {
    "mlflow.parentRunId": searchRunId,
    "pipepilot.trial": String(id),
    "pipepilot.trial_params": JSON.stringify(params).slice(0, MAX_TAG),
  });
  const record = await judge(scope, search, order, { params, runId });
  const best = bestOf(search, [...records, record]);
  const progress = {
    done: records.length + 1,
    total: search.trials,
    metrics: best?.value ? { [`cv_${subject.primaryMetric}`]: best.value } : {},
  };
  await keep(scope, () => reportStepProgress({ ctx: scope.ctx, input: { key: scope.key, progress } }));
  return record;
}

interface Started {
  readonly params: ParamValues;
  readonly runId: string;
}

async function judge(
  scope: StepScope,
  search: CandidateSearch,
  { id, records, tries }: TrialOrder,
  { params, runId }: Started,
): Promise<TrialRecord> {
  const { subject, tune, task, table, prepared } = search;
  const { target, seed, prepare, split } = subject.config;
  const candidate = withParams(subject.candidate.config, params);
  const reporter = createProgressReporter(scope, null);
  const started = { id, params, value: null, reports: [] };
  try {
    const input = {
      table: await readBlob(scope.ctx, table.blobs, "table"),
      prepared: await readBlob(scope.ctx, prepared.blobs, "prepared"),
      params: {
        target,
        seed,
        prepare,
        task,
        candidate,
        splitBy: split.by,
        folds: tune.folds,
        metric: subject.primaryMetric,
        ...prunerInput(search, records),
      },
    };
    const { facts, log } = await scope.tasks.run("trial", input, { signal: reporter.signal });
    await finishJudged(scope, search, runId, facts, log);
    const { pruned, value, reports } = facts;
    const state = pruned ? "pruned" : value === null ? "failed" : "complete";
    const problem =
      state === "failed" ? { code: "not_a_number", message: `${subject.primaryMetric} is no number.` } : null;
    return { trial: trialToJSON({ ...started, state, value, reports }), runId, problem };
  } catch (error) {
    if (scope.shutdown.aborted || error instanceof RunOverError) throw error;
    const blamed = blame(error);
    if (blamed?.code === "run_finished") throw error;
    // What may be the machine's fault is tried again first.
    if (!blamed && tries.attempt + 1 < tries.maxAttempts) throw error;
    const problem = blamed ?? { code: "internal", message: publicMessage(error) };
    const { code, message } = problem;
    await endTrial(scope, runId, "FAILED", "failed", { code, message });
    return { trial: trialToJSON({ ...started, state: "failed" }), runId, problem: { code, message } };
  } finally {
    await reporter.finish();
  }
}

/** Each fold's metrics as points of `fold_<metric>`, their means as `cv_<metric>`, what the pruner heard as `report`. */
async function finishJudged(
  scope: StepScope,
  { subject, tune }: CandidateSearch,
  runId: string,
  { folds, pruned, value, reports }: TrialResult["facts"],
  log: readonly string[],
): Promise<void> {
  const timestamp = Date.now();
  const point = (key: string, each: number, step = 0) => ({ key, value: each, step, timestamp });
  const keys = [...new Set(folds.flatMap((metrics) => Object.keys(metrics)))];
  const valuesOf = (key: string) => folds.map((metrics) => metrics[key] ?? NaN);
  const means = keys.map((key) =>
    point(`cv_${key}`, valuesOf(key).reduce((sum, each) => sum + each, 0) / folds.length),
  );
  const points = [
    ...keys.flatMap((key) => valuesOf(key).map((each, fold) => point(`fold_${key}`, each, fold))),
    ...(pruned ? [] : means),
    ...reports.map(([step, each]) => point("report", each, step)),
  ];
  await keep(scope, () => logMetrics({ ctx: scope.ctx, input: { runId, points } }));
  if (pruned) {
    const fold = Math.floor(((reports.at(-1)?.[0] ?? 1) - 1) / checksPerFold(tune.folds)) + 1;
    const message = `Pruned in fold ${fold} of ${tune.folds}: worse than earlier trials at the same point.`;
    await endTrial(scope, runId, "KILLED", "pruned", { code: "pruned", message });
  } else if (value === null) {
    const message = `${subject.primaryMetric} is no number. ${log.join(" ")}`;
    await endTrial(scope, runId, "FAILED", "failed", { code: "not_a_number", message });
  } else await endTrial(scope, runId, "FINISHED", "complete");
}

async function endTrial(
  scope: StepScope,
  runId: string,
  status: "FINISHED" | "FAILED" | "KILLED",
  state: string,
  error?: { code: string; message: string },
): Promise<void> {
  const { ctx } = scope;
  await keep(scope, () => setRunTags({ ctx, input: { runId, tags: { "pipepilot.trial_state": state } } }));
  await keep(scope, () => finishRun({ ctx, input: { runId, status, error } }));
}

import {
  appendStepLog,
  findCachedStep,
  finishStep,
  finishRun,
  logArtifact,
  logMetrics,
} from "@pipepilot/domain";
import { bestTrial, FAMILIES, paramImportances, type ParamImportance, type Study } from "@pipepilot/ml";
import { candidateParams } from "../config/candidates";
import { formatValue, metricTitle } from "../steps/format";
import { explainRun, stepKey } from "../steps/key";
import { TaskError } from "../tasks/task-pool";
import { blobNamed, storeBlobs } from "./blobs";
import type { StepScope } from "./dependencies";
import { beginStep } from "./execute-step";
import type { Tries } from "./failure";
import { keep } from "./keep";
import { trialStepId, tuneKey } from "./plan";
import { runTrial } from "./run-trial";
import { studyOf, withParams, type BestFound, type CandidateSearch, type TrialRecord } from "./search";
import { startTrackedRun, type RunSubject } from "./tracked-run";

/** Runs work as a durable step that belongs to the step `key` of the run. */
export type InStep = <T>(key: string, work: (scope: StepScope) => Promise<T>, id?: string) => Promise<T>;

/** Raised with every change of what a search finds. */
const TUNE = { id: "tune", codeVersion: 1 };
/** As many as there are threads to fit them on. */
const PARALLEL_TRIALS = 2;
/** When so many have failed and none has not, the fault is not in the parameters. */
const HOPELESS_TRIALS = 10;

/**
 * Searches a candidate's parameters and answers the candidate with the best ones in it. Every trial is a durable step: what
 * is over stays over when the worker dies. Trials go in batches, so that what each is asked to try depends only on the
 * batches before it and never on which of two was faster.
 */
export async function tuneCandidate(
  inStep: InStep,
  search: CandidateSearch,
  tries: Tries,
): Promise<RunSubject> {
  const { subject, trials } = search;
  const { index, config, name } = subject.candidate;
  const key = tuneKey(index);
  const begun = await inStep(key, (scope) => beginSearch(scope, search));
  let best = begun.best;
  if (!best) {
    let records: readonly TrialRecord[] = [];
    while (records.length < trials && !isHopeless(records)) {
      const before = records;
      const batch = Array.from({ length: Math.min(PARALLEL_TRIALS, trials - before.length) }, (_, lane) => {
        const order = { id: before.length + lane, records: before, searchRunId: begun.searchRunId, tries };
        return inStep(key, (scope) => runTrial(scope, search, order), trialStepId(index, order.id));
      });
      records = [...before, ...(await Promise.all(batch))];
    }
    const all = records;
    best = await inStep(key, (scope) => finishSearch(scope, search, begun.searchRunId, all), `${key}:finish`);
  }
  const tuned = withParams(config, best.params);
  // As parsing made it: a config read from a run has every parameter, and so has this one.
  const params = FAMILIES[config.type].params.parse(candidateParams(tuned)) as object;
  return { ...subject, candidate: { index, name, config: { type: config.type, ...params } } };
}

function isHopeless(records: readonly TrialRecord[]): boolean {
  return records.length >= HOPELESS_TRIALS && records.every(({ trial }) => trial.state === "failed");
}

interface Begun {
  readonly searchRunId: string;
  /** Found by an earlier run of the same search. */
  readonly best: BestFound | null;
}

async function beginSearch(scope: StepScope, search: CandidateSearch): Promise<Begun> {
  const { subject, tune, task, prepared, space, sampler, trials } = search;
  const { ctx, key } = scope;
  const { config, candidate, primaryMetric } = subject;
  const { strategy: _, space: __, ...rest } = tune;
  const { hash, parts } = stepKey(
    TUNE,
    { ...candidate.config, ...rest, sampler, trials, space, task, metric: primaryMetric, seed: config.seed },
    { "prepared data": blobNamed(prepared.blobs, "prepared").hash },
  );
  const started = await beginStep(scope, { hash, parts });
  const cached = await findCachedStep({ ctx, input: { step: TUNE.id, inputHash: hash } });
  if (cached) {
    const reason = `Not run again: nothing it depends on changed since run ${cached.runNumber} of ${cached.pipeline}.`;
    await finishStep({ ctx, input: { key, status: "cached", reason, outputs: cached.outputs } });
    const { params, value, searchRunId } = cached.outputs.facts as unknown as BestFound;
    const best = { params, value, searchRunId };
    return { searchRunId: best.searchRunId, best };
  }
  await appendStepLog({
    ctx,
    input: {
      key,
      lines: [
        { level: "info", message: explainRun(parts, started.previous) },
        {
          level: "info",
          message: `Searches ${Object.keys(space).join(", ")}: ${trials} trials (${sampler}), ${tune.folds} folds each.`,
        },
      ],
    },
  });
  const named = { ...subject, candidate: { ...candidate, name: `${candidate.config.type}_search` } };
  const searchRunId = await startTrackedRun(scope, named, tuneKey(candidate.index), {
    "pipepilot.search": sampler,
  });
  return { searchRunId, best: null };
}

async function finishSearch(
  scope: StepScope,
  search: CandidateSearch,
  searchRunId: string,
  records: readonly TrialRecord[],
): Promise<BestFound> {
  const { ctx, key } = scope;
  const { primaryMetric: metric } = search.subject;
  const study = studyOf(search, records);
  const { best, trials } = study;
  if (!best || best.value === null) throw allFailed(records);
  const complete = trials.filter(({ state }) => state === "complete").length;
  const importances: ParamImportance[] =
    complete < 2 ? [] : await paramImportances(study.space, trials, { seed: search.subject.config.seed });
  const found: BestFound = { params: best.params, value: best.value, searchRunId };
  const report = { metric, best: { trial: best.id, ...found }, importances, study: study.toJSON() };
  const bytes = new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`);
  const blobs = await storeBlobs(ctx, { "search.json": bytes });
  await keep(scope, () => recordSearch(scope, search, searchRunId, study));
  for (const { name, hash, size } of blobs)
    await keep(scope, () =>
      logArtifact({ ctx, input: { runId: searchRunId, path: name, blob: { hash, size } } }),
    );
  await keep(scope, () => finishRun({ ctx, input: { runId: searchRunId, status: "FINISHED" } }));
  const count = (state: string) => trials.filter((each) => each.state === state).length;
  const reason =
    `Trial ${best.id} is the best of ${trials.length} (${count("pruned")} pruned, ${count("failed")} failed): ` +
    `${metricTitle(metric)} ${formatValue(best.value)} over ${search.tune.folds} folds with ${listParams(found)}.`;
  await keep(scope, () =>
    appendStepLog({ ctx, input: { key, lines: [{ level: "info", message: reason }] } }),
  );
  const facts = JSON.parse(JSON.stringify({ ...found, bestTrial: best.id, trials: trials.length })) as Record<
    string,
    never
  >;
  await keep(scope, () =>
    finishStep({ ctx, input: { key, status: "succeeded", reason, outputs: { blobs, facts } } }),
  );
  return found;
}

/** The best value so far after each trial, as points of the search's own run. */
async function recordSearch(
  { ctx }: StepScope,
  { subject }: CandidateSearch,
  runId: string,
  { trials, direction }: Study,
): Promise<void> {
  const timestamp = Date.now();
  const key = `best_cv_${subject.primaryMetric}`;
  const points = trials.flatMap((_, step) => {
    const best = bestTrial(trials.slice(0, step + 1), direction);
    return best?.value == null ? [] : [{ key, value: best.value, step, timestamp }];
  });
  await logMetrics({ ctx, input: { runId, points } });
}

function allFailed(records: readonly TrialRecord[]): TaskError {
  const first = records.find(({ problem }) => problem)?.problem;
  const reason = first ? ` The first: ${first.message}` : " Every one was pruned or gave no number.";
  return new TaskError(`None of the ${records.length} trials succeeded.${reason}`, first?.code ?? "no_trial");
}

function listParams({ params }: BestFound): string {
  return Object.entries(params)
    .map(
      ([name, value]) => `${name} ${typeof value === "number" ? formatValue(value) : JSON.stringify(value)}`,
    )
    .join(", ");
}

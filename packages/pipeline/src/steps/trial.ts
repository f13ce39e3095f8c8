import {
  FAMILIES,
  METRICS,
  fitTransformPreparing,
  type TrainingData,
  selectRows,
  shouldPrune,
  type ClassLabel,
  type FamilyId,
  type FitProgress,
  type FittedModel,
  type Fold,
  type Matrix,
  type MetricKey,
  type PrunerOptions,
  type Report,
  type Table,
  type Task,
  type TrialState,
} from "@pipepilot/ml";
import { candidateParams, type CandidateConfig } from "../config/candidates";
import type { PipelineConfig } from "../config/schema";
import { decodePrepared } from "../frame/prepared-frame";
import { decodeTable } from "../frame/table-frame";
import { trainingFolds } from "./folds";
import { formatValue } from "./format";
import { metricsOf, type MetricValues } from "./metrics";
import type { Step, StepContext, StepResult } from "./step";

export interface TrialInput {
  readonly table: Uint8Array;
  readonly prepared: Uint8Array;
  readonly params: TrialParams;
}

export interface TrialParams extends Pick<PipelineConfig, "target" | "seed" | "prepare"> {
  readonly task: Task;
  /** The candidate with the trial's parameters in it. */
  readonly candidate: CandidateConfig;
  readonly splitBy: string;
  readonly folds: number;
  readonly metric: MetricKey;
  readonly pruner: PrunerOptions;
  /** What the trials before this one reported. */
  readonly others: readonly { readonly state: TrialState; readonly reports: readonly Report[] }[];
}

export type TrialResult = StepResult<
  never,
  {
    pruned: boolean;
    /** The primary metric's mean over the folds; null for a pruned trial or where it is no number. */
    value: number | null;
    /** Of each finished fold. Null is NaN. */
    folds: Record<string, number | null>[];
    reports: [number, number][];
  }
>;

/** Reports of a trial are kept with the search, so that there must not be too many of them. */
const MAX_REPORTS = 50;
const MAX_CHECKS = 10;

/** How often a fit is checked on its way, in each fold. */
export function checksPerFold(folds: number): number {
  return Math.min(MAX_CHECKS, Math.max(1, Math.floor(MAX_REPORTS / folds)));
}

/** Families whose loss on rows they do not learn from is known while they learn: their trials can end inside a fold. */
const WATCHED: ReadonlySet<FamilyId> = new Set(["gradient_boosting", "neural_network"]);

/**
 * Judges one set of parameters by cross-validation on the training rows. Everything fitted, the preparing too, is fitted in
 * each fold on its own training rows, so that nothing of the rows that judge is known before. Ends early when the pruner
 * says so.
 */
export const trial: Step<TrialInput, TrialResult> = {
  id: "trial",
  codeVersion: 1,
  async run({ table: bytes, prepared, params }, context) {
    const table = decodeTable(bytes);
    const { rows, y, classes } = trainingRows(prepared, params.candidate.type);
    const folds = trainingFolds(table, rows, y, { ...params, by: params.splitBy });
    const target = new Float64Array(table.rowCount).fill(NaN);
    rows.forEach((row, place) => (target[row] = y[place]));
    const watch = new Watch(params);
    const judged: MetricValues[] = [];
    for (const fold of folds) {
      watch.startFold(judged.length);
      const metrics = await judgeFold({ table, target, classes, fold, params, context, watch });
      if (metrics === null) break;
      judged.push(metrics);
      if (watch.endFold(judged)) break;
    }
    const pruned = judged.length < folds.length;
    const value = pruned ? NaN : meanOf(judged, params.metric);
    return {
      blobs: {},
      facts: {
        pruned,
        value: Number.isFinite(value) ? value : null,
        folds: judged.map((metrics) => finiteAll(metrics)),
        reports: watch.reports.map(([step, each]) => [step, each]),
      },
      log: [
        pruned
          ? `Pruned in fold ${judged.length + (watch.inFold ? 1 : 0)} of ${folds.length}.`
          : `${params.metric} ${formatValue(value)} over ${folds.length} folds.`,
      ],
    };
  },
};

function trainingRows(prepared: Uint8Array, family: FamilyId) {
  const { sides, classes } = decodePrepared(prepared, family);
  return { rows: sides.train.rows, y: sides.train.y, classes };
}

interface FoldWork {
  readonly table: Table;
  /** By the table's rows. */
  readonly target: Float64Array;
  readonly classes: readonly ClassLabel[] | null;
  readonly fold: Fold;
  readonly params: TrialParams;
  readonly context: StepContext;
  readonly watch: Watch;
}

/** The metrics of the fold's test rows; null where the pruner ended the fit. */
async function judgeFold(work: FoldWork): Promise<MetricValues | null> {
  const { target, classes, fold, params, context, watch } = work;
  const { candidate, task, seed } = params;
  const family = FAMILIES[candidate.type];
  const { train, test, categorical } = prepareFold(work);
  const y = Float64Array.from(fold.train, (row) => target[row]);
  const testY = Float64Array.from(fold.test, (row) => target[row]);
  // Rows that stop a fit early must not judge it: such a family then holds out some of its own.
  const validation = candidate.early_stopping === true ? undefined : { x: test, y: testY };
  const signals = [watch.signal, ...(context.signal ? [context.signal] : [])];
  let model: FittedModel;
  try {
    model = await family.fit(
      {
        task,
        x: train,
        y,
        classCount: classes?.length ?? 0,
        classLabels: classes ?? undefined,
        categorical,
        validation,
      },
      family.params.parse(candidateParams(candidate)),
      {
        seed,
        runner: context.runner,
        signal: AbortSignal.any(signals),
        onProgress: (progress) => watch.onProgress(progress),
      },
    );
  } catch (error) {
    if (watch.pruned) return null;
    throw error;
  }
  return watch.pruned ? null : metricsOf(model, test, testY);
}

/** Features of training rows that are made of the target come from other rows than their own, as in the final training. */
interface PreparedFold {
  readonly train: Matrix;
  readonly test: Matrix;
  readonly categorical: TrainingData["categorical"];
}

function prepareFold({ table, target, classes, fold, params }: FoldWork): PreparedFold {
  const { preparing, x } = fitTransformPreparing(table, fold.train, params.prepare, {
    target: params.target,
    family: params.candidate.type,
    encodedTarget: { y: target, classes },
    seed: params.seed,
  });
  return {
    train: x,
    test: preparing.transform(selectRows(table, fold.test)),
    categorical: preparing.categorical,
  };
}

/**
 * Hears how a trial does and asks the pruner. What is reported is the mean over the folds so far: of the loss of the rows
 * not learned from, several times a fold, where the family tells it; else of the primary metric, after each fold. Turned
 * so that it is better in the metric's own direction.
 */
class Watch {
  readonly reports: Report[] = [];
  pruned = false;
  /** True while a fold is being fitted. */
  inFold = false;
  private readonly stop = new AbortController();
  private readonly isWatched: boolean;
  private readonly checks: number;
  private fold = 0;
  private checked = 0;
  private lastLoss = NaN;
  private earlierLosses = 0;

  constructor(private readonly params: TrialParams) {
    this.isWatched = WATCHED.has(params.candidate.type);
    this.checks = checksPerFold(params.folds);
  }

  get signal(): AbortSignal {
    return this.stop.signal;
  }

  startFold(fold: number): void {
    if (fold > 0) this.earlierLosses += this.lastLoss;
    this.fold = fold;
    this.checked = 0;
    this.inFold = true;
  }

  onProgress({ done, total, metrics }: FitProgress): void {
    const loss = metrics.validation_loss;
    if (!this.isWatched || loss === undefined || this.pruned) return;
    this.lastLoss = loss;
    const checkpoint = Math.min(this.checks, Math.floor((this.checks * done) / Math.max(1, total)));
    if (checkpoint <= this.checked) return;
    this.checked = checkpoint;
    const mean = (this.earlierLosses + loss) / (this.fold + 1);
    const direction = METRICS[this.params.metric].direction;
    this.report(this.fold * this.checks + checkpoint, direction === "minimize" ? mean : -mean);
  }

  /** True when the trial should end here. */
  endFold(judged: readonly MetricValues[]): boolean {
    this.inFold = false;
    if (!this.isWatched) this.report(judged.length * this.checks, meanOf(judged, this.params.metric));
    return this.pruned;
  }

  private report(step: number, value: number): void {
    const { folds, metric, pruner, others } = this.params;
    this.reports.push([step, Number(value.toPrecision(7))]);
    // After the last check there is nothing left to save.
    if (step >= folds * this.checks) return;
    this.pruned = shouldPrune(pruner, METRICS[metric].direction, this, others);
    if (this.pruned) this.stop.abort(new Error("The trial was pruned."));
  }
}

function meanOf(judged: readonly MetricValues[], metric: MetricKey): number {
  return judged.reduce((sum, metrics) => sum + (metrics[metric] ?? NaN), 0) / judged.length;
}

function finiteAll(metrics: MetricValues): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(metrics).map(([key, value]) => [key, Number.isFinite(value) ? value : null]),
  );
}

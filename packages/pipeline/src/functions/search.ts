import {
  METRICS,
  bestTrial,
  prunerSchema,
  studyFromJSON,
  trialSchema,
  type ParamValues,
  type StudyJSON,
  type Trial,
  type TrialState,
} from "@pipepilot/ml";
import type { CandidateConfig } from "../config/candidates";
import { searchOf, type Search, type TuneConfig } from "../config/tune";
import type { StepRef } from "./execute-step";
import type { RunSubject } from "./tracked-run";

/** The search of one candidate's parameters: what it walks and what it works on. */
export interface CandidateSearch extends Search {
  readonly subject: RunSubject;
  readonly tune: TuneConfig;
  readonly task: "regression" | "classification";
  readonly table: StepRef;
  readonly prepared: StepRef;
}

/** A trial that is over, as the step that ran it handed it on. */
export interface TrialRecord {
  readonly trial: StudyJSON["trials"][number];
  readonly runId: string;
  /** Why it failed. */
  readonly problem: { readonly code: string | null; readonly message: string } | null;
}

/** The parameters that a search found best, and where it is recorded. */
export interface BestFound {
  readonly params: ParamValues;
  readonly value: number;
  readonly searchRunId: string;
}

/** How this candidate is searched; null where it is trained as it stands. */
export function candidateSearch(
  subject: RunSubject,
  refs: Pick<CandidateSearch, "task" | "table" | "prepared">,
): CandidateSearch | null {
  const { tune } = subject.config;
  const search = searchOf(subject.candidate.config, tune, refs.task);
  return search && tune ? { ...search, ...refs, subject, tune } : null;
}

/** The trials so far as a study. What it asks next depends on nothing else. */
export function studyOf({ subject, space, sampler }: CandidateSearch, records: readonly TrialRecord[]) {
  const { config, primaryMetric } = subject;
  return studyFromJSON({
    version: 1,
    space,
    sampler: { kind: sampler },
    // A trial asks the pruner itself, where it runs.
    pruner: { kind: "none" },
    direction: METRICS[primaryMetric].direction,
    seed: config.seed,
    trials: records.map(({ trial }) => trial),
  });
}

/** The best trial so far, of however many are over. */
export function bestOf({ subject }: CandidateSearch, records: readonly TrialRecord[]): Trial | null {
  const trials = records.map(({ trial }) => trialSchema.parse(trial));
  return bestTrial(trials, METRICS[subject.primaryMetric].direction);
}

/** What trial number `id` tries: trials since the last record are out at the same time. Null where a grid is at its end. */
export function askTrial(
  search: CandidateSearch,
  records: readonly TrialRecord[],
  id: number,
): ParamValues | null {
  const study = studyOf(search, records);
  let asked = study.ask();
  while (asked && asked.id < id) asked = study.ask();
  return asked?.params ?? null;
}

/** What the pruner compares a trial with. */
export function prunerInput(
  { tune }: CandidateSearch,
  records: readonly TrialRecord[],
): {
  pruner: ReturnType<typeof prunerSchema.parse>;
  others: { state: TrialState; reports: [number, number][] }[];
} {
  const pruner = prunerSchema.parse({ kind: tune.pruner });
  if (tune.pruner === "none") return { pruner, others: [] };
  const others = records.map(({ trial }) => {
    const { state, reports } = trialSchema.parse(trial);
    return { state, reports };
  });
  return { pruner, others };
}

/** The candidate with a trial's parameters in it. */
export function withParams(candidate: CandidateConfig, params: ParamValues): CandidateConfig {
  return { ...candidate, ...params };
}

import { z } from "zod";
import { LearningError } from "../errors";
import { createRandom } from "../random";
import { prunerSchema, shouldPrune, type PrunerOptions } from "./pruners";
import type { Sampler } from "./sampler";
import { createSampler, samplerSchema, type SamplerOptions } from "./samplers";
import { searchSpaceSchema, type ParamValues, type SearchSpace } from "./space";
import {
  DIRECTIONS,
  toMinimise,
  trialSchema,
  trialToJSON,
  type Direction,
  type Report,
  type Trial,
  type TrialState,
} from "./trial";

const studySchema = z.strictObject({
  version: z.literal(1),
  space: searchSpaceSchema,
  sampler: samplerSchema,
  pruner: prunerSchema,
  direction: z.enum(DIRECTIONS),
  seed: z.number(),
  trials: z.array(trialSchema),
});

/** A study as JSON; `studyFromJSON` goes on where it stopped. */
export type StudyJSON = z.input<typeof studySchema>;

export interface StudyOptions {
  readonly space: SearchSpace;
  /** TPE where absent. */
  readonly sampler?: z.input<typeof samplerSchema>;
  /** None where absent. */
  readonly pruner?: z.input<typeof prunerSchema>;
  readonly direction: Direction;
  readonly seed: number;
}

/**
 * A search by asking and telling: the caller evaluates, in whatever order, number and process it likes. What is asked
 * depends on the seed and on what was told before, and on nothing else.
 */
export interface Study {
  readonly space: SearchSpace;
  readonly direction: Direction;
  readonly trials: readonly Trial[];
  /** The complete trial with the best value, of equals the earliest; null before one is complete. */
  readonly best: Trial | null;
  /** The next trial to evaluate; null where a grid has been walked to its end. Several may be outstanding. */
  ask(): { readonly id: number; readonly params: ParamValues } | null;
  /** Notes a value on the way. Steps rise; a step that was reported before is ignored. Throws `invalid_input`. */
  report(id: number, step: number, value: number): "keep" | "prune";
  /** Ends a trial; NaN is a failure. Throws `invalid_input` for a trial that is not running. */
  tell(id: number, result: number | "failed" | "pruned"): void;
  toJSON(): StudyJSON;
}

export function createStudy({
  space,
  sampler = { kind: "tpe" },
  pruner = { kind: "none" },
  direction,
  seed,
}: StudyOptions): Study {
  return new AskTellStudy(
    space,
    samplerSchema.parse(sampler),
    prunerSchema.parse(pruner),
    direction,
    seed,
    [],
  );
}

/** The study as it was, running trials included: it asks what it would have asked. Throws `invalid_input`. */
export function studyFromJSON(json: unknown): Study {
  const parsed = studySchema.safeParse(json);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new LearningError("invalid_input", `This is no saved study: ${path.join(".")} ${message}.`);
  }
  const { space, sampler, pruner, direction, seed, trials } = parsed.data;
  if (trials.some(({ id }, index) => id !== index))
    throw new LearningError("invalid_input", "This is no saved study: its trials are not in order.");
  return new AskTellStudy(space, sampler, pruner, direction, seed, trials);
}

class AskTellStudy implements Study {
  readonly trials: Trial[];
  private readonly chooser: Sampler;

  constructor(
    readonly space: SearchSpace,
    private readonly sampler: SamplerOptions,
    private readonly pruner: PrunerOptions,
    readonly direction: Direction,
    private readonly seed: number,
    trials: readonly Trial[],
  ) {
    this.trials = [...trials];
    this.chooser = createSampler(sampler, space, direction);
  }

  get best(): Trial | null {
    return bestTrial(this.trials, this.direction);
  }

  ask(): { id: number; params: ParamValues } | null {
    const id = this.trials.length;
    const random = createRandom(this.seed).fork("trial").fork(id);
    const params = this.chooser.suggest(id, this.trials, random);
    if (params === null) return null;
    this.trials.push({ id, params, state: "running", value: null, reports: [] });
    return { id, params };
  }

  report(id: number, step: number, value: number): "keep" | "prune" {
    const trial = this.running(id);
    const last = trial.reports.at(-1);
    if (!Number.isSafeInteger(step) || step < 0)
      throw new LearningError("invalid_input", `A step must be a whole number from 0, got ${step}.`);
    if (!last || step > last[0]) {
      const reports: Report[] = [...trial.reports, [step, value]];
      this.trials[id] = { ...trial, reports };
    } else if (!trial.reports.some((report) => report[0] === step)) {
      throw new LearningError("invalid_input", `Step ${step} of trial ${id} comes after step ${last[0]}.`);
    }
    const others = this.trials.filter((other) => other.id !== id);
    return shouldPrune(this.pruner, this.direction, this.trials[id], others) ? "prune" : "keep";
  }

  tell(id: number, result: number | "failed" | "pruned"): void {
    const trial = this.running(id);
    const isValue = typeof result === "number" && !Number.isNaN(result);
    const state: TrialState = isValue ? "complete" : result === "pruned" ? "pruned" : "failed";
    this.trials[id] = { ...trial, state, value: isValue ? result : null };
  }

  toJSON(): StudyJSON {
    const { space, sampler, pruner, direction, seed } = this;
    return { version: 1, space, sampler, pruner, direction, seed, trials: this.trials.map(trialToJSON) };
  }

  private running(id: number): Trial {
    const trial = this.trials.at(id);
    if (id < 0 || !trial) throw new LearningError("invalid_input", `There is no trial ${id}.`);
    if (trial.state !== "running")
      throw new LearningError("invalid_input", `Trial ${id} is over (${trial.state}).`);
    return trial;
  }
}

/** The complete trial with the best value, of equals the earliest. */
export function bestTrial(trials: readonly Trial[], direction: Direction): Trial | null {
  let best: Trial | null = null;
  let least = Infinity;
  for (const trial of trials) {
    if (trial.state !== "complete" || trial.value === null) continue;
    const loss = toMinimise(direction, trial.value);
    if (best === null || loss < least) [best, least] = [trial, loss];
  }
  return best;
}

import {
  FAMILIES,
  LearningError,
  gridPoints,
  gridSize,
  searchSpaceSchema,
  type ParamSpace,
  type ParamValue,
  type SearchSpace,
  type Task,
} from "@pipepilot/ml";
import { z } from "zod";
import { candidateParams, type CandidateConfig } from "./candidates";

export const MAX_TRIALS = 1000;
/** Of all candidates together: what they found travels with the run. */
const MAX_TRIALS_OF_RUN = 5000;

export const tuneSchema = z.strictObject({
  strategy: z
    .enum(["tpe", "random", "grid"])
    .default("tpe")
    .describe("How parameters are chosen: by what earlier trials taught, by chance, or every combination"),
  trials: z
    .int()
    .min(1)
    .max(MAX_TRIALS)
    .default(20)
    .describe("Trials for each candidate; a grid, or a space with fewer combinations, is walked whole"),
  folds: z.int().min(2).max(20).default(5).describe("Parts of the training rows that judge in turn"),
  pruner: z
    .enum(["median", "successive_halving", "none"])
    .default("median")
    .describe("Which trials end early when they do not promise enough"),
  space: searchSpaceSchema
    .optional()
    .describe(
      "Where to search, such as { max_depth: { int: [4, 24] } }; each family's own space when absent",
    ),
});

export type TuneConfig = z.output<typeof tuneSchema>;

interface Tuned {
  readonly train: readonly CandidateConfig[];
  readonly tune?: TuneConfig;
}

/** What a candidate's search walks. */
export interface Search {
  readonly space: SearchSpace;
  readonly sampler: TuneConfig["strategy"];
  readonly trials: number;
}

/** How a candidate is tuned; null where it is trained as it stands, since no searched parameter is one of its own. */
export function searchOf(
  candidate: CandidateConfig,
  tune: TuneConfig | undefined,
  task: Task,
): Search | null {
  if (!tune) return null;
  const space = tune.space
    ? ownSpace(candidate, tune.space)
    : withoutAlias(candidate, FAMILIES[candidate.type].searchSpace(task));
  if (Object.keys(space).length === 0) return null;
  const size = gridSize(space);
  const isWalked = tune.strategy === "grid" || size <= tune.trials;
  return { space, sampler: isWalked ? "grid" : tune.strategy, trials: isWalked ? size : tune.trials };
}

/** True for what `searchOf` tunes; known before the task is. */
export function isTuned(candidate: CandidateConfig, tune: TuneConfig | undefined): boolean {
  if (!tune) return false;
  return !tune.space || Object.keys(ownSpace(candidate, tune.space)).length > 0;
}

/** The searched parameters that this family has, without those that wait for one it has not. */
function ownSpace(candidate: CandidateConfig, space: SearchSpace): SearchSpace {
  const has = (name: string, param: ParamSpace): boolean =>
    Object.hasOwn(candidate, name) &&
    Object.keys(param.when ?? {}).every((other) => has(other, space[other]));
  return Object.fromEntries(Object.entries(space).filter(([name, param]) => has(name, param)));
}

/** Boosting's `max_iter` overrules `n_estimators`: where it is given, searching the other would be in vain. */
function withoutAlias(candidate: CandidateConfig, space: SearchSpace): SearchSpace {
  if (typeof candidate.max_iter !== "number" || !Object.hasOwn(candidate, "n_estimators")) return space;
  return Object.fromEntries(Object.entries(space).filter(([name]) => name !== "n_estimators"));
}

interface Issue {
  readonly code: "custom";
  readonly path: PropertyKey[];
  readonly message: string;
}

const issue = (path: PropertyKey[], message: string): Issue => ({ code: "custom", path, message });

/** What is wrong with the search, each at its path: parameters no candidate has, values a family refuses, endless grids. */
export function checkTune({ train, tune }: Tuned): Issue[] {
  if (!tune) return [];
  const { space, strategy, trials } = tune;
  const searches = train.filter((candidate) => isTuned(candidate, tune)).length;
  if (searches * trials > MAX_TRIALS_OF_RUN) {
    const message = `makes ${searches * trials} trials for ${searches} candidates; ${MAX_TRIALS_OF_RUN} are the most`;
    return [issue(["tune", "trials"], message)];
  }
  if (!space) {
    return strategy === "grid"
      ? [issue(["tune", "space"], "is needed for a grid: lists of choices, or ranges with steps")]
      : [];
  }
  if (Object.keys(space).length === 0) return [issue(["tune", "space"], "must have a parameter")];
  const issues = Object.entries(space).flatMap(([name, param]) => checkParam(name, param, train));
  return issues.length === 0 && strategy === "grid"
    ? train.flatMap((each) => checkGrid(each, space))
    : issues;
}

function checkParam(name: string, param: ParamSpace, train: Tuned["train"]): Issue[] {
  const owners = train.filter((candidate) => Object.hasOwn(candidate, name) && name !== "type");
  if (owners.length === 0) {
    const families = [...new Set(train.map(({ type }) => type))].join(" or ");
    return [issue(["tune", "space", name], `is not a parameter of ${families}`)];
  }
  for (const candidate of owners) {
    for (const { path, value } of extremes(param)) {
      const params = { ...candidateParams(candidate), [name]: value };
      const refused = FAMILIES[candidate.type].params.safeParse(params).error?.issues[0];
      if (refused)
        return [issue(["tune", "space", name, ...path], `${refused.message} (${candidate.type}'s ${name})`)];
    }
  }
  return [];
}

/** The values at a space's ends: where these fit, so does what lies between. */
function extremes(param: ParamSpace): { path: (string | number)[]; value: ParamValue }[] {
  const [kind, values] =
    "choice" in param
      ? ["choice", param.choice]
      : "int" in param
        ? ["int", param.int]
        : ["float", param.float];
  return values.map((value: ParamValue, index: number) => ({ path: [kind as string, index], value }));
}

function checkGrid(candidate: CandidateConfig, space: SearchSpace): Issue[] {
  try {
    const { length } = gridPoints(ownSpace(candidate, space));
    return length > MAX_TRIALS
      ? [issue(["tune", "space"], `makes a grid of ${length} points; ${MAX_TRIALS} trials are the most`)]
      : [];
  } catch (error) {
    if (!(error instanceof LearningError)) throw error;
    const at = typeof error.facts.parameter === "string" ? [error.facts.parameter] : [];
    return [issue(["tune", "space", ...at], error.message)];
  }
}

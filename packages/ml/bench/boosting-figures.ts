import { gradientBoosting } from "../src/families/gradient-boosting";
import type { TrainingData } from "../src/family";
import { regressionMetrics } from "../src/metrics/regression";
import { createThreadPool } from "../src/node/thread-pool";
import { ratioAtMost, valueAtLeast, type Figure } from "./figure";
import { hasRealHousing, housingData } from "./housing-data";
import { medianSeconds, rowOf, timeFit, type Fitted } from "./measure";
import { NOTED } from "./noted-references";
import { writeSides, type Reference, type ReferenceAnswer, type ReferenceJob } from "./reference";

export type BoostingLibrary = keyof typeof NOTED.boosting;

/** Each library as the one it is compared with is called, the first one being what a goal is set against. */
export const LIBRARIES = {
  lightgbm: "LightGBM",
  hist_gradient_boosting: "scikit-learn",
  xgboost: "XGBoost",
} as const satisfies Record<BoostingLibrary, string>;

const NAMES = Object.keys(LIBRARIES) as BoostingLibrary[];
const NAME = "boosting, 300 iterations";
const ROUNDS = 7;

/** Boosting on housing: fitting on one and on two threads against three libraries, R2, predicting, TreeSHAP. */
export async function boostingFigures(reference: Reference | null): Promise<Figure[]> {
  const { train, test } = housingData("gradient_boosting");
  const data: TrainingData = { task: "regression", ...train, classCount: 0 };
  const params = gradientBoosting.params.parse({ n_estimators: 300 });
  const pool = createThreadPool({ threads: 2 });
  try {
    const alone = await timeFit(gradientBoosting, data, params, { rounds: ROUNDS });
    const theirs = await reference?.run(1, jobs(1));
    const together = await timeFit(gradientBoosting, data, params, { rounds: ROUNDS, runner: pool });
    const theirsTogether = await reference?.run(2, jobs(2));
    const { model } = alone;
    const { r2 } = regressionMetrics(test.y, model.predict(test.x));
    const oneRow = await medianSeconds(2000, (i) => model.predict(rowOf(test.x, i)));
    const explain = await medianSeconds(300, (i) => model.explain(rowOf(test.x, i)));
    const lightgbm = theirs?.[0];
    return [
      ...fitFigures(NAME, reference, 1, alone, theirs),
      ...fitFigures(
        NAME,
        reference,
        2,
        together,
        theirsTogether,
        hasRealHousing ? NOTED.boosting : undefined,
      ),
      ...NAMES.map((library, i) => {
        const figure: Figure = {
          name: `${NAME}: R2`,
          value: r2,
          unit: "",
          reference: theirs?.[i].r2,
          against: against(reference, library),
        };
        return hasRealHousing && library === "lightgbm" ? valueAtLeast(figure, 0.844) : figure;
      }),
      {
        name: `${NAME}: predict 1 row`,
        value: oneRow * 1e6,
        unit: "us",
        ...compared(reference, lightgbm?.oneRowSeconds),
      },
      {
        name: `${NAME}: TreeSHAP of 1 row`,
        value: explain * 1e6,
        unit: "us",
        ...compared(reference, lightgbm?.explainSeconds),
      },
    ];
  } finally {
    await pool.close();
  }

  function jobs(threads: number): ReferenceJob[] {
    if (!reference) return [];
    const rows = writeSides(reference, "housing", { train, test });
    const params = paramsOf(300, threads, {});
    return NAMES.map((model) => ({
      model,
      task: "regression",
      params: params[model],
      ...rows,
      rounds: ROUNDS,
      predict: threads === 1,
    }));
  }
}

/** The libraries' own defaults with these iterations; XGBoost's depth of 6 and, as with the others, a rate of 0.1. */
export function paramsOf(
  iterations: number,
  threads: number,
  tree: { readonly depth?: number; readonly leaves?: number },
): Record<BoostingLibrary, ReferenceJob["params"]> {
  const { depth, leaves = 31 } = tree;
  return {
    lightgbm: {
      n_estimators: iterations,
      num_leaves: leaves,
      max_depth: depth ?? -1,
      n_jobs: threads,
      verbose: -1,
    },
    hist_gradient_boosting: {
      max_iter: iterations,
      max_leaf_nodes: leaves,
      max_depth: depth ?? null,
      early_stopping: false,
    },
    xgboost: {
      n_estimators: iterations,
      max_depth: depth ?? 6,
      learning_rate: 0.1,
      tree_method: "hist",
      n_jobs: threads,
    },
  };
}

/** One line for each library; within twice LightGBM's time is the goal. */
export function fitFigures(
  name: string,
  reference: Reference | null,
  threads: number,
  ours: Pick<Fitted, "seconds" | "cpuSeconds">,
  theirs: readonly ReferenceAnswer[] | undefined,
  noted?: Record<BoostingLibrary, number>,
): Figure[] {
  return NAMES.map((library, i) => {
    const answer = theirs?.[i];
    const figure: Figure = {
      name: `${name}: fit, ${threads} ${threads === 1 ? "thread" : "threads"}`,
      value: ours.seconds,
      unit: "s",
      reference: answer?.seconds ?? noted?.[library],
      against: against(reference, library),
      ...(answer && { cpuRatio: ours.cpuSeconds / answer.cpuSeconds }),
    };
    return library === "lightgbm" ? ratioAtMost(figure, 2) : figure;
  });
}

function compared(reference: Reference | null, seconds: number | undefined): Partial<Figure> {
  if (seconds === undefined) return {};
  return { reference: seconds * 1e6, against: against(reference, "lightgbm") };
}

function against(reference: Reference | null, library: BoostingLibrary): string {
  const name = LIBRARIES[library];
  return reference ? `${name} ${reference.versions[name]}` : `${name}, noted`;
}

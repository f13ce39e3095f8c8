import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { randomForest } from "../src/families/random-forest";
import type { FittedModel, TrainingData } from "../src/family";
import { regressionMetrics } from "../src/metrics/regression";
import { createThreadPool } from "../src/node/thread-pool";
import { belowByAtMost, ratioAtMost, valueAtMost, type Figure } from "./figure";
import { firstRows, hasRealHousing, housingData } from "./housing-data";
import { mean, medianSeconds, rowOf, timeFit, type Fitted } from "./measure";
import { NOTED } from "./noted-references";
import { writeSides, type Reference, type ReferenceAnswer } from "./reference";

const SEEDS = [0, 1, 2, 3, 4];
const NAME = "forest, 150 trees of depth 20";

/** Forests on housing: fitting on one and on two threads, R2 over five splits, predicting, memory. */
export async function forestFigures(reference: Reference | null, folder: string): Promise<Figure[]> {
  const splits = SEEDS.map((seed) => housingData("random_forest", seed));
  const data: TrainingData = { task: "regression", ...splits[0].train, classCount: 0 };
  const params = randomForest.params.parse({ n_estimators: 150, max_depth: 20 });
  const pool = createThreadPool({ threads: 2 });
  try {
    await timeFit(randomForest, data, randomForest.params.parse({ n_estimators: 10 }), { runner: pool });
    const alone = await timeFit(randomForest, data, params, { rounds: 2, seed: 0 });
    const [theirs] = (await answers(reference, 1, [0])) ?? [];
    const together: Fitted[] = [];
    for (const [i, { train }] of splits.entries()) {
      const options = { rounds: i === 0 ? 2 : 1, seed: SEEDS[i], runner: pool };
      together.push(await timeFit(randomForest, { ...data, ...train }, params, options));
    }
    const theirsTogether = await answers(reference, 2, SEEDS);
    const r2 = mean(
      splits.map(({ test }, i) => regressionMetrics(test.y, together[i].model.predict(test.x)).r2),
    );
    const theirR2 = theirsTogether ? mean(theirsTogether.map((each) => each.r2 ?? NaN)) : NOTED.forestR2;
    return [
      fitFigure(reference, 1, alone, theirs),
      fitFigure(reference, 2, together[0], theirsTogether?.[0]),
      belowByAtMost(
        {
          name: `${NAME}: R2, mean of 5 seeds and splits`,
          value: r2,
          unit: "",
          ...known(reference, theirR2),
        },
        0.005,
      ),
      ...(await modelFigures(reference, folder, alone.model, splits[0].test.x, theirs)),
    ];
  } finally {
    await pool.close();
  }

  async function answers(of: Reference | null, threads: number, seeds: readonly number[]) {
    return of?.run(
      threads,
      seeds.map((seed) => ({
        model: "forest",
        task: "regression",
        params: { n_estimators: 150, max_depth: 20, n_jobs: threads, random_state: seed },
        ...writeSides(of, `housing-${seed}`, splits[seed]),
        rounds: threads === 2 && seed === 0 ? 2 : 1,
        predict: threads === 1,
      })),
    );
  }
}

function fitFigure(
  reference: Reference | null,
  threads: 1 | 2,
  ours: Fitted,
  theirs?: ReferenceAnswer,
): Figure {
  const figure: Figure = {
    name: `${NAME}: fit, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    value: ours.seconds,
    unit: "s",
    ...known(reference, theirs?.seconds ?? NOTED.forest[threads]),
    ...(theirs && { cpuRatio: ours.cpuSeconds / theirs.cpuSeconds }),
  };
  return ratioAtMost(figure, 1 / 3);
}

async function modelFigures(
  reference: Reference | null,
  folder: string,
  model: FittedModel,
  x: TrainingData["x"],
  theirs?: ReferenceAnswer,
): Promise<Figure[]> {
  const thousand = firstRows(x, 1000);
  const oneRow = await medianSeconds(2000, (i) => model.predict(rowOf(x, i)));
  const thousandRows = await medianSeconds(30, () => model.predict(thousand));
  const explain = await medianSeconds(20, (i) => model.explain(rowOf(x, i)));
  return [
    valueAtMost(
      {
        name: `${NAME}: predict 1 row`,
        value: oneRow * 1e6,
        unit: "us",
        ...known(reference, (theirs?.oneRowSeconds ?? NOTED.forestOneRow) * 1e6),
      },
      60,
    ),
    valueAtMost(
      {
        name: `${NAME}: predict 1,000 rows`,
        value: thousandRows * 1e3,
        unit: "ms",
        ...known(reference, (theirs?.thousandRowsSeconds ?? NOTED.forestThousandRows) * 1e3),
      },
      25,
    ),
    { name: `${NAME}: TreeSHAP of 1 row`, value: explain * 1e3, unit: "ms" },
    valueAtMost(
      {
        name: `${NAME}: memory of the loaded model`,
        value: await loadedMegabytes(model, folder),
        unit: "MB",
      },
      40,
    ),
  ];
}

/** Numbers noted on real data say nothing about generated data. */
function known(reference: Reference | null, value: number): Pick<Figure, "reference" | "against"> {
  if (reference) return { reference: value, against: `scikit-learn ${reference.versions["scikit-learn"]}` };
  return hasRealHousing ? { reference: value, against: "scikit-learn 1.9.1, noted" } : {};
}

/** Measured in a process of its own, which knows the model from its bytes only. */
async function loadedMegabytes(model: FittedModel, folder: string): Promise<number> {
  const file = path.join(folder, "forest.model");
  await writeFile(file, model.save());
  const script = path.join(import.meta.dirname, "forest-memory.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script, file]);
  return Number(stdout);
}

import { pathToFileURL } from "node:url";
import { gradientBoosting } from "../src/families/gradient-boosting";
import { randomForest } from "../src/families/random-forest";
import type { FittedModel, ModelFamily, TrainingData } from "../src/family";
import { createThreadPool } from "../src/node/thread-pool";
import { firstRows, hasRealHousing, housingData } from "./housing-data";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Fitting and predicting on housing (generated where the real file is missing), in one process. */
export async function benchTrees(): Promise<Figure[]> {
  const { train, test } = housingData("random_forest");
  const data: TrainingData = { task: "regression", ...train, classCount: 0 };
  const source = hasRealHousing ? "housing" : "generated housing";
  const figures: Figure[] = [];
  const add = (name: string, value: number, unit: string) =>
    figures.push({ name: `${name}, ${source}`, value, unit });

  const forestParams = randomForest.params.parse({ n_estimators: 150, max_depth: 20 });
  const forest = await timeFit(randomForest, data, forestParams);
  add("forest of 150 trees, depth 20: fit, 1 thread", forest.seconds, "s");
  const pool = createThreadPool({ threads: 2 });
  await timeFit(randomForest, data, randomForest.params.parse({ n_estimators: 10 }), pool);
  add("forest: fit, 2 threads", (await timeFit(randomForest, data, forestParams, pool)).seconds, "s");
  await pool.close();
  add("forest: R2", r2(forest.model.predict(test.x), test.y), "");
  add("forest: saved", forest.model.save().length / 1e6, "MB");
  add("forest: predict 1 row", medianMs(2000, (i) => rowOf(test.x, i), forest.model) * 1000, "us");
  const thousand = firstRows(test.x, 1000);
  add(
    "forest: predict 1,000 rows",
    medianMs(20, () => thousand, forest.model),
    "ms",
  );

  const boosting = await timeFit(gradientBoosting, data, gradientBoosting.params.parse({}));
  add("gradient boosting, 300 iterations: fit, 1 thread", boosting.seconds, "s");
  add("gradient boosting: R2", r2(boosting.model.predict(test.x), test.y), "");
  add(
    "gradient boosting: predict 1 row",
    medianMs(2000, (i) => rowOf(test.x, i), boosting.model) * 1000,
    "us",
  );
  return figures;
}

/** The best of three: the other two warm up the compiler. */
async function timeFit<Params>(
  family: ModelFamily<Params>,
  data: TrainingData,
  params: Params,
  runner?: ReturnType<typeof createThreadPool>,
): Promise<{ seconds: number; model: FittedModel }> {
  let seconds = Number.POSITIVE_INFINITY;
  let model: FittedModel | undefined;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    model = await family.fit(data, params, { seed: 42, runner });
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  if (!model) throw new Error("Nothing was fitted.");
  return { seconds, model };
}

function rowOf(x: TrainingData["x"], at: number): TrainingData["x"] {
  const width = x.featureNames.length;
  const row = at % x.rowCount;
  return { ...x, rowCount: 1, data: x.data.subarray(row * width, (row + 1) * width) };
}

function medianMs(times: number, input: (i: number) => TrainingData["x"], model: FittedModel): number {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const x = input(i);
    const start = performance.now();
    model.predict(x);
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[times >> 1];
}

function r2(predicted: Float64Array, y: Float64Array): number {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let error = 0;
  let spread = 0;
  for (let row = 0; row < y.length; row++) {
    error += (y[row] - predicted[row]) ** 2;
    spread += (y[row] - mean) ** 2;
  }
  return 1 - error / spread;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, value, unit } of await benchTrees()) {
    process.stdout.write(`${name}: ${value.toPrecision(4)} ${unit}\n`);
  }
}

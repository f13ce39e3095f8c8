import { pathToFileURL } from "node:url";
import { gradientBoosting } from "../src/families/gradient-boosting";
import { randomForest } from "../src/families/random-forest";
import type { FittedModel, TrainingData } from "../src/family";
import { regressionMetrics } from "../src/metrics/regression";
import { createThreadPool } from "../src/node/thread-pool";
import type { Figure } from "./figure";
import { firstRows, hasRealHousing, housingData } from "./housing-data";
import { medianSeconds, rowOf, timeFit } from "./measure";

/** Fitting and predicting on housing (generated where the real file is missing), in one process. */
export async function benchTrees(): Promise<Figure[]> {
  const { train, test } = housingData("random_forest");
  const data: TrainingData = { task: "regression", ...train, classCount: 0 };
  const source = hasRealHousing ? "housing" : "generated housing";
  const figures: Figure[] = [];
  const add = (name: string, value: number, unit: string) =>
    figures.push({ name: `${name}, ${source}`, value, unit });

  const r2 = (model: FittedModel) => regressionMetrics(test.y, model.predict(test.x)).r2;

  const forestParams = randomForest.params.parse({ n_estimators: 150, max_depth: 20 });
  const forest = await timeFit(randomForest, data, forestParams);
  add("forest of 150 trees, depth 20: fit, 1 thread", forest.seconds, "s");
  const pool = createThreadPool({ threads: 2 });
  await timeFit(randomForest, data, randomForest.params.parse({ n_estimators: 10 }), { runner: pool });
  add(
    "forest: fit, 2 threads",
    (await timeFit(randomForest, data, forestParams, { runner: pool })).seconds,
    "s",
  );
  await pool.close();
  add("forest: R2", r2(forest.model), "");
  add("forest: saved", forest.model.save().length / 1e6, "MB");
  add(
    "forest: predict 1 row",
    (await medianSeconds(2000, (i) => forest.model.predict(rowOf(test.x, i)))) * 1e6,
    "us",
  );
  const thousand = firstRows(test.x, 1000);
  add(
    "forest: predict 1,000 rows",
    (await medianSeconds(20, () => forest.model.predict(thousand))) * 1000,
    "ms",
  );

  const boosting = await timeFit(gradientBoosting, data, gradientBoosting.params.parse({}));
  add("gradient boosting, 300 iterations: fit, 1 thread", boosting.seconds, "s");
  add("gradient boosting: R2", r2(boosting.model), "");
  add(
    "gradient boosting: predict 1 row",
    (await medianSeconds(2000, (i) => boosting.model.predict(rowOf(test.x, i)))) * 1e6,
    "us",
  );
  return figures;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, value, unit } of await benchTrees()) {
    process.stdout.write(`${name}: ${value.toPrecision(4)} ${unit}\n`);
  }
}

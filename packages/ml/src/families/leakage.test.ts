import { beforeAll, describe, expect, it } from "vitest";
import type { FamilyId, FittedModel, Task } from "../family";
import type { Matrix } from "../matrix";
import { logLoss } from "../metrics/classification";
import { rocAuc } from "../metrics/roc-auc";
import { prepareConfigSchema } from "../preparing/config";
import { fitTransformPreparing } from "../preparing/fit";
import { createRandom } from "../random";
import { syntheticHousing } from "../synthetic/housing";
import { column, dropColumns, numberColumn, selectRows, tableFromColumns, type Table } from "../table";
import { encodeTarget } from "../target";
import { FAMILIES } from ".";

const ROWS = 3000;
const TRAIN = Int32Array.from({ length: 2000 }, (_, row) => row);
const TEST = Int32Array.from({ length: 1000 }, (_, i) => 2000 + i);

/** Each family held so tightly that it learns next to nothing by heart; a family without an entry does not compile. */
const PARAMS: Readonly<Record<FamilyId, Readonly<Record<string, unknown>>>> = {
  random_forest: { n_estimators: 60, min_samples_leaf: 80, oob_score: true },
  gradient_boosting: { n_estimators: 200, min_samples_leaf: 40, early_stopping: true },
  linear: {},
  neural_network: {
    hidden_layer_sizes: [8],
    max_iter: 20,
    learning_rate_init: 0.01,
    early_stopping: true,
    n_iter_no_change: 3,
  },
  baseline: {},
};

/** The preparing that reads the target. */
const PREPARE = prepareConfigSchema.parse({ encode: "target", impute: { indicator: true } });

/** Made-up homes whose values were dealt out anew, or not; for classification whether a value is above the median. */
function homes(task: Task, shuffled: boolean): Table {
  const table = syntheticHousing({ rows: ROWS });
  const value = column(table, "median_house_value");
  if (value.kind !== "number") throw new TypeError("The house values are not numbers.");
  const order = Int32Array.from({ length: ROWS }, (_, row) => row);
  if (shuffled) createRandom(3).shuffle(order);
  const middle = value.values.toSorted()[ROWS / 2];
  const dealt = Array.from(order, (row) => value.values[row]);
  const y = task === "regression" ? dealt : dealt.map((each) => (each > middle ? 1 : 0));
  return tableFromColumns([...dropColumns(table, ["median_house_value"]).columns, numberColumn("y", y)]);
}

interface Judged {
  /** Held-out squared error or log loss over the baseline's. */
  readonly ratio: number;
  /** Classification only. */
  readonly auc: number;
}

async function judge(id: FamilyId, table: Table, task: Task): Promise<Judged> {
  const target = encodeTarget(table, "y", task);
  const options = { target: "y", family: id, encodedTarget: target };
  const { preparing, x } = fitTransformPreparing(table, TRAIN, PREPARE, options);
  const test = preparing.transform(selectRows(table, TEST));
  const testY = Float64Array.from(TEST, (row) => target.y[row]);
  const data = {
    task,
    x,
    y: Float64Array.from(TRAIN, (row) => target.y[row]),
    classCount: task === "regression" ? 0 : 2,
  };
  const fit = (family: FamilyId) =>
    FAMILIES[family].fit(data, FAMILIES[family].params.parse(PARAMS[family]), { seed: 1 });
  const [model, guess] = [await fit(id), await fit("baseline")];
  const ratio = lossOf(model, test, testY) / lossOf(guess, test, testY);
  const auc = task === "regression" ? NaN : rocAuc(testY, model.predictProba(test), 2);
  return { ratio, auc };
}

function lossOf(model: FittedModel, x: Matrix, y: Float64Array): number {
  if (model.task === "classification") return logLoss(y, model.predictProba(x), 2);
  const predicted = model.predict(x);
  return y.reduce((sum, value, row) => sum + (value - predicted[row]) ** 2, 0);
}

describe.each(["regression", "classification"] as const)("%s of a shuffled target", (task) => {
  let table: Table;
  beforeAll(() => {
    table = homes(task, true);
  });

  it.each(Object.values(FAMILIES))("scores like the baseline on held-out rows: $id", async ({ id }) => {
    const { ratio, auc } = await judge(id, table, task);
    expect(ratio).toBeGreaterThan(0.98);
    expect(ratio).toBeLessThan(1.05);
    // The standard error of the area over 1,000 rows of pure chance is 0.018.
    if (task === "classification") expect(Math.abs(auc - 0.5)).toBeLessThan(0.055);
  });
});

describe.each(["regression", "classification"] as const)("%s of the true target", (task) => {
  it.each(Object.values(FAMILIES).filter(({ id }) => id !== "baseline"))(
    "scores far better than the baseline, held just as tightly: $id",
    async ({ id }) => {
      expect((await judge(id, homes(task, false), task)).ratio).toBeLessThan(0.75);
    },
  );
});

import { FAMILIES } from "../families";
import type { FamilyId, Task } from "../family";
import { fitPreparing } from "../preparing/fit";
import { prepareConfigSchema } from "../preparing/config";
import { createRandom } from "../random";
import { categoryColumn, numberColumn, selectRows, tableFromColumns, type Table } from "../table";
import { encodeTarget } from "../target";
import type { EvaluateOptions } from "./evaluate";
import type { TrainingPoint } from "./learning-curve";

/** Homes whose price, and whether and how quickly they sell, follow from size and place but for some noise. */
export function homes(rows: number): Table {
  const random = createRandom(7);
  const size = Float64Array.from({ length: rows }, () => 30 + random.int(120));
  const place = Array.from(size, () => ["coast", "inland", "island <b>"][random.int(3)]);
  const noise = Array.from(size, () => random.normal());
  const price = size.map((each, i) => 20 + 3 * each + (place[i] === "coast" ? 80 : 0) + 15 * noise[i]);
  return tableFromColumns([
    numberColumn(
      "size",
      size.map((each, i) => (i % 11 === 0 ? NaN : each)),
    ),
    categoryColumn(
      "place",
      place.map((each, i) => (i % 17 === 0 ? null : each)),
    ),
    numberColumn("price", price),
    categoryColumn(
      "sold",
      Array.from(price, (each) => (each > 300 ? "no" : "yes")),
    ),
    categoryColumn(
      "pace",
      Array.from(price, (each) => (each > 380 ? "slow" : each > 250 ? "usual" : "fast")),
    ),
  ]);
}

interface Given {
  readonly family?: FamilyId;
  readonly params?: Record<string, unknown>;
  readonly rows?: number;
}

/** A real model of the homes, fitted on six tenths of them, with all that evaluating it needs. */
export async function fittedHomes(
  target: "price" | "sold" | "pace",
  given: Given = {},
): Promise<EvaluateOptions> {
  const { family = "random_forest", params = { n_estimators: 10 }, rows = 300 } = given;
  const table = homes(rows);
  const { task, y, classes } = encodeTarget(table, target);
  const sideRows = (from: number, to: number) =>
    Int32Array.from(
      { length: Math.floor(rows * to) - Math.floor(rows * from) },
      (_, i) => Math.floor(rows * from) + i,
    );
  const drop = ["price", "sold", "pace"].filter((name) => name !== target);
  const train = sideRows(0, 0.6);
  const config = prepareConfigSchema.parse({ drop });
  const preparing = fitPreparing(table, train, config, { target, family });
  const side = (picked: Int32Array) => {
    const own = selectRows(table, picked);
    return { x: preparing.transform(own), y: Float64Array.from(picked, (row) => y[row]), table: own };
  };
  const splits = { train: side(train), validation: side(sideRows(0.6, 0.8)), test: side(sideRows(0.8, 1)) };
  const history: TrainingPoint[] = [];
  const learned = FAMILIES[family];
  const model = await learned.fit(
    { task: task as Task, ...splits.train, classCount: classes?.length ?? 0, validation: splits.validation },
    learned.params.parse(params),
    { seed: 1, onProgress: (progress) => history.push(progress) },
  );
  return {
    predictor: { task, target, classes, model, preparing },
    splits,
    slices: ["place", "size"],
    history,
  };
}

import {
  METRICS,
  categoryColumn,
  createRandom,
  fitPreparing,
  kFold,
  numberColumn,
  prepareConfigSchema,
  prunerSchema,
  FAMILIES,
  regressionMetrics,
  selectRows,
  splitConfigSchema,
  tableFromColumns,
  type FamilyId,
} from "@pipepilot/ml";
import { describe, expect, it } from "vitest";
import { decodePrepared } from "../frame/prepared-frame";
import { encodeTable } from "../frame/table-frame";
import { trainingFolds } from "./folds";
import { prepareStep } from "./prepare";
import { checksPerFold, trial, type TrialParams } from "./trial";

const ROWS = 240;
const random = createRandom(3);
const rows = Array.from({ length: ROWS }, (_, row) => row);
const size = rows.map(() => random.int(50));
const table = tableFromColumns([
  numberColumn("size", size),
  categoryColumn(
    "kind",
    rows.map((row) => ["flat", "house", "loft"][row % 3]),
  ),
  numberColumn(
    "day",
    rows.map((row) => (row * 7) % ROWS),
  ),
  numberColumn(
    "price",
    size.map((value, row) => 100 + 3 * value + 20 * (row % 3) + random.normal()),
  ),
]);
const bytes = encodeTable(table);

const prepare = prepareConfigSchema.parse({});
async function prepared(type: FamilyId, by = "row_hash") {
  const split = splitConfigSchema.parse({ by });
  const input = { target: "price", task: "regression" as const, seed: 42, split, prepare, families: [type] };
  return (await prepareStep.run({ table: bytes, params: input }, {})).blobs.prepared;
}

function paramsOf(type: FamilyId, given: object, more: Partial<TrialParams> = {}): TrialParams {
  const params = FAMILIES[type].params.parse(given) as object;
  return {
    target: "price",
    seed: 42,
    prepare,
    task: "regression",
    candidate: { type, ...params },
    splitBy: "row_hash",
    folds: 4,
    metric: "rmse",
    pruner: { kind: "none" },
    others: [],
    ...more,
  };
}

describe("a trial", () => {
  it("judges on each fold of the training rows what was prepared and fitted on the others", async () => {
    const blob = await prepared("linear");
    const { facts } = await trial.run({ table: bytes, prepared: blob, params: paramsOf("linear", {}) }, {});
    const own = decodePrepared(blob, "linear").sides.train.rows;
    const expected: number[] = [];
    for (const { train, test } of kFold(own.length, 4, { shuffleSeed: 42 })) {
      const [learn, judge] = [train, test].map((places) => places.map((place) => own[place]));
      const preparing = fitPreparing(table, learn, prepare, { target: "price", family: "linear" });
      const [x, held] = [learn, judge].map((each) => preparing.transform(selectRows(table, each)));
      const price = table.columns[3];
      const y = (each: Int32Array) =>
        Float64Array.from(each, (row) => (price.kind === "number" ? price.values[row] : NaN));
      const model = await FAMILIES.linear.fit(
        { task: "regression", x, y: y(learn), classCount: 0 },
        FAMILIES.linear.params.parse({}),
        { seed: 42 },
      );
      expected.push(regressionMetrics(y(judge), model.predict(held)).rmse);
    }
    expect(facts.folds.map(({ rmse }) => rmse)).toEqual(expected);
    expect(facts.value).toBeCloseTo(expected.reduce((sum, each) => sum + each, 0) / 4, 12);
    expect(facts.pruned).toBe(false);
    // One report after each fold: the mean so far.
    expect(facts.reports.map(([step]) => step)).toEqual([10, 20, 30, 40]);
    expect(facts.reports[1][1]).toBeCloseTo((expected[0] + expected[1]) / 2, 5);
  });

  it("ends inside a fold when the loss on its way is worse than that of earlier trials", async () => {
    const blob = await prepared("gradient_boosting");
    const run = (more: Partial<TrialParams>, given: object = {}) =>
      trial.run(
        {
          table: bytes,
          prepared: blob,
          params: paramsOf("gradient_boosting", { n_estimators: 40, ...given }, more),
        },
        {},
      );
    const { facts: good } = await run({});
    expect(good.reports).toHaveLength(4 * 10);
    expect(good.reports[0][1]).toBeGreaterThan(good.reports[9][1]);
    const pruner = prunerSchema.parse({ kind: "median", n_startup_trials: 1 });
    const others = [{ state: "complete" as const, reports: good.reports }];
    const { facts: slow, log } = await run({ pruner, others }, { learning_rate: 0.001 });
    expect(slow).toMatchObject({ pruned: true, value: null, folds: [] });
    expect(slow.reports).toHaveLength(1);
    expect(log).toEqual(["Pruned in fold 1 of 4."]);
    const { facts: same } = await run({ pruner, others });
    expect(same).toEqual(good);
  });

  it("reports at most fifty times, whatever the folds", () => {
    expect([2, 5, 6, 20].map((folds) => folds * checksPerFold(folds))).toEqual([20, 50, 48, 40]);
  });

  it("never lets the rows that judge stop the fit early", async () => {
    const blob = await prepared("gradient_boosting");
    const params = paramsOf("gradient_boosting", { n_estimators: 200, early_stopping: true });
    const { facts } = await trial.run({ table: bytes, prepared: blob, params }, {});
    const own = decodePrepared(blob, "gradient_boosting").sides.train.rows;
    const [{ train, test }] = kFold(own.length, 4, { shuffleSeed: 42 });
    const [learn, judge] = [train, test].map((places) => places.map((place) => own[place]));
    const preparing = fitPreparing(table, learn, prepare, { target: "price", family: "gradient_boosting" });
    const [x, held] = [learn, judge].map((each) => preparing.transform(selectRows(table, each)));
    const price = table.columns[3].kind === "number" ? table.columns[3].values : new Float64Array();
    const y = (each: Int32Array) => Float64Array.from(each, (row) => price[row]);
    const model = await FAMILIES.gradient_boosting.fit(
      { task: "regression", x, y: y(learn), classCount: 0 },
      FAMILIES.gradient_boosting.params.parse({ n_estimators: 200, early_stopping: true }),
      { seed: 42 },
    );
    expect(facts.folds[0].rmse).toBe(regressionMetrics(y(judge), model.predict(held)).rmse);
    expect(METRICS.rmse.direction).toBe("minimize");
  });

  it("learns nothing from a target without a pattern, also where categories are encoded by it", async () => {
    const noise = createRandom(9);
    const shuffled = tableFromColumns([
      categoryColumn(
        "code",
        rows.map(() => `c${noise.int(80)}`),
      ),
      numberColumn(
        "price",
        rows.map(() => noise.normal()),
      ),
    ]);
    const encoded = prepareConfigSchema.parse({ encode: "target" });
    const cv = async (type: FamilyId) => {
      const split = splitConfigSchema.parse({});
      const table = encodeTable(shuffled);
      const input = { target: "price", task: "regression" as const, seed: 42, split, prepare: encoded };
      const { blobs } = await prepareStep.run({ table, params: { ...input, families: [type] } }, {});
      const params = paramsOf(type, {}, { prepare: encoded });
      return (await trial.run({ table, prepared: blobs.prepared, params }, {})).facts.value ?? NaN;
    };
    expect((await cv("linear")) / (await cv("baseline"))).toBeLessThan(1.05);
  });

  it("answers bad parameters with what is wrong with them", async () => {
    const blob = await prepared("random_forest");
    const params = paramsOf("random_forest", { criterion: "gini" });
    await expect(
      (async () => trial.run({ table: bytes, prepared: blob, params }, {}))(),
    ).rejects.toMatchObject({ code: "invalid_parameter" });
  });
});

describe("the folds of the training rows", () => {
  const own = Int32Array.from(rows.filter((row) => row % 2 === 0));
  const y = Float64Array.from(own, (row) => row % 3);
  const cut = (by: string, task: "regression" | "classification" = "regression") =>
    trainingFolds(table, own, y, { task, by, folds: 3, seed: 1 });

  it("judge by later rows where the split goes by time", () => {
    const day = (row: number) => (row * 7) % ROWS;
    const folds = cut("time:day");
    expect(folds.map(({ train, test }) => [train.length, test.length])).toEqual([
      [30, 30],
      [60, 30],
      [90, 30],
    ]);
    for (const { train, test } of folds)
      expect(Math.max(...[...train].map(day))).toBeLessThan(Math.min(...[...test].map(day)));
  });

  it("keep groups whole and classes in their shares", () => {
    for (const { train, test } of cut("group:kind")) {
      const kinds = new Set([...test].map((row) => row % 3));
      expect([...train].some((row) => kinds.has(row % 3))).toBe(false);
    }
    for (const { test } of cut("row_hash", "classification")) {
      const counts = [0, 1, 2].map((kind) => [...test].filter((row) => row % 3 === kind).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });
});

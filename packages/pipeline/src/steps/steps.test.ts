import {
  categoryColumn,
  evaluationReportSchema,
  loadPredictor,
  numberColumn,
  prepareConfigSchema,
  selectRows,
  splitConfigSchema,
  tableFromColumns,
  type EvaluationReport,
  type FamilyId,
  type Table,
} from "@pipepilot/ml";
import { describe, expect, it } from "vitest";
import { decodePrepared, preparedRows } from "../frame/prepared-frame";
import { decodeTable } from "../frame/table-frame";
import { evaluate, type EvaluateParams } from "./evaluate";
import { decodeHistory, encodeHistory } from "./history";
import { ingest } from "./ingest";
import { prepareStep, type PrepareParams } from "./prepare";
import { scoreChampion } from "./score-champion";
import { train } from "./train";
import { validate, type ValidateParams } from "./validate";

const ROWS = 200;
const rows = Array.from({ length: ROWS }, (_, row) => row);
const homes: Table = tableFromColumns([
  numberColumn(
    "size",
    rows.map((row) => (row % 19 === 0 ? NaN : (row * 7) % 50)),
  ),
  categoryColumn(
    "kind",
    rows.map((row) => ["flat", "house"][row % 2]),
  ),
  numberColumn(
    "price",
    rows.map((row) => (row % 40 === 5 ? NaN : 100 + 3 * ((row * 7) % 50) + 20 * (row % 2))),
  ),
]);

async function ingested(table = homes): Promise<Uint8Array> {
  return (await ingest.run({ columns: table.columns }, {})).blobs.table;
}

const params: PrepareParams = {
  target: "price",
  task: "regression",
  seed: 42,
  split: splitConfigSchema.parse({}),
  prepare: prepareConfigSchema.parse({}),
  families: ["random_forest", "linear"],
};
const validation: ValidateParams = {
  target: "price",
  task: undefined,
  primary_metric: undefined,
  prepare: prepareConfigSchema.parse({}),
  split_by: "row_hash",
  slices: [],
  families: ["random_forest"],
};

const judging: EvaluateParams = { primary_metric: "rmse", slices: null };

async function trained(family: FamilyId, table: Uint8Array, given = params) {
  const { prepared } = (await prepareStep.run({ table, params: given }, {})).blobs;
  const candidate = { type: family, ...(family === "random_forest" && { n_estimators: 20 }) };
  const { blobs } = await train.run({ prepared, params: { candidate, seed: 42 } }, {});
  return { prepared, files: blobs };
}

function readReport(blobs: Readonly<Record<"evaluation_report.json", Uint8Array>>): EvaluationReport {
  return evaluationReportSchema.parse(JSON.parse(new TextDecoder().decode(blobs["evaluation_report.json"])));
}

/** The metrics under their plain names. */
function plainMetrics(metrics: Readonly<Record<string, number | null>>) {
  return Object.fromEntries(
    Object.entries(metrics).filter(([key]) => !/^(train|validation|test)_/.test(key)),
  );
}

describe("the steps", () => {
  it("hand a table on unchanged", async () => {
    expect(decodeTable(await ingested())).toEqual(homes);
  });

  it("find the task and the usable rows", async () => {
    const { facts } = await validate.run({ table: await ingested(), params: validation }, {});
    expect(facts).toEqual({
      task: "regression",
      primaryMetric: "rmse",
      rows: ROWS,
      usableRows: 195,
      classes: null,
    });
  });

  it("refuse a config that does not fit the data, each with its own sentence", async () => {
    const table = await ingested();
    const prepare = prepareConfigSchema.parse.bind(prepareConfigSchema);
    const refusal = async (change: Partial<ValidateParams>): Promise<unknown> => {
      try {
        return await validate.run({ table, params: { ...validation, ...change } }, {});
      } catch (error) {
        return error;
      }
    };
    expect(await refusal({ target: "cost" })).toMatchObject({ code: "target_missing" });
    expect(await refusal({ prepare: prepare({ drop: ["floor"] }) })).toMatchObject({
      code: "unknown_column",
    });
    expect(await refusal({ prepare: prepare({ drop: ["price"] }) })).toMatchObject({
      code: "invalid_config",
    });
    expect(await refusal({ prepare: prepare({ derive: { ratio: "size / rooms" } }) })).toMatchObject({
      code: "unknown_column",
    });
    expect(await refusal({ split_by: "time:day" })).toMatchObject({ code: "unknown_column" });
    expect(await refusal({ slices: ["kind", "floor"] })).toMatchObject({
      code: "unknown_column",
      message: expect.stringMatching(/in evaluate\.slices/) as string,
    });
    expect(await refusal({ primary_metric: "f1" })).toMatchObject({
      code: "invalid_config",
      message: expect.stringMatching(/^evaluate\.primary_metric: f1 does not judge regression\./) as string,
    });
  });

  it("split every usable row once and fit on the training side only", async () => {
    const table = await ingested();
    const { blobs, facts } = await prepareStep.run({ table, params }, {});
    expect(facts.trainRows + facts.validationRows + facts.testRows).toBe(195);
    const forest = decodePrepared(blobs.prepared, "gradient_boosting");
    const linear = decodePrepared(blobs.prepared, "neural_network");
    expect(forest.sides.test.rows).toEqual(linear.sides.test.rows);
    const all = [...forest.sides.train.rows, ...forest.sides.validation.rows, ...forest.sides.test.rows];
    expect(all.sort((a, b) => a - b)).toEqual(rows.filter((row) => row % 40 !== 5));
    const sizes = linear.sides.train.x;
    const mean =
      [...sizes.data].filter((_, at) => at % sizes.featureNames.length === 0).reduce((a, b) => a + b) /
      sizes.rowCount;
    expect(mean).toBeCloseTo(0, 10);
  });

  it("keep a row on its side when rows are appended", async () => {
    const grown = tableFromColumns([
      numberColumn("size", [...rows.map((row) => (row % 19 === 0 ? NaN : (row * 7) % 50)), 1.5, 2.5, 3.5]),
      categoryColumn("kind", [...rows.map((row) => ["flat", "house"][row % 2]), "flat", "flat", "house"]),
      numberColumn("price", [
        ...rows.map((row) => (row % 40 === 5 ? NaN : 100 + 3 * ((row * 7) % 50) + 20 * (row % 2))),
        1,
        2,
        3,
      ]),
    ]);
    const before = preparedRows(
      (await prepareStep.run({ table: await ingested(), params }, {})).blobs.prepared,
      "test",
    );
    const after = preparedRows(
      (await prepareStep.run({ table: await ingested(grown), params }, {})).blobs.prepared,
      "test",
    );
    expect([...after].filter((row) => row < ROWS)).toEqual([...before]);
  });

  it("train the same bytes again, and judge them as the loaded predictor answers", async () => {
    const table = await ingested();
    const first = await trained("random_forest", table);
    const second = await trained("random_forest", table);
    expect(Buffer.from(first.files["model.bin"]).equals(Buffer.from(second.files["model.bin"]))).toBe(true);
    const { facts, blobs } = await evaluate.run(
      { table, ...first, family: "random_forest", params: judging },
      {},
    );
    expect(facts.metrics.rmse).toBe(facts.metrics.test_rmse);
    const testRows = preparedRows(first.prepared, "test");
    const test = selectRows(homes, testRows);
    const { predictions } = loadPredictor(first.files).predict(test);
    const price = test.columns[2];
    if (price.kind !== "number") throw new Error("price is a number");
    const squared = predictions.map((value, row) => (Number(value) - price.values[row]) ** 2);
    expect(facts.metrics.test_rmse).toBeCloseTo(
      Math.sqrt(squared.reduce((a, b) => a + b) / testRows.length),
      10,
    );
    const report = readReport(blobs);
    expect(report).toMatchObject({ target: "price", primary_metric: "rmse", judged_on: "test" });
    expect(report.splits.test).toEqual({ rows: testRows.length, metrics: plainMetrics(facts.metrics) });
    expect(report.slices.map(({ column }) => column)).toEqual(["size", "kind"]);
    expect(new TextDecoder().decode(blobs["evaluation_report.html"])).toContain("Predicted against actual");
    const importance = JSON.parse(new TextDecoder().decode(blobs["feature_importance.json"])) as {
      columns: { column: string; importance: number }[];
    };
    expect(importance.columns[0].column).toBe("size");
    const example = JSON.parse(new TextDecoder().decode(blobs["input_example.json"])) as object;
    expect(example).toMatchObject({ columns: ["size", "kind"] });
  });

  it("judge a champion on the challenger's test rows, or say why they cannot", async () => {
    const table = await ingested();
    const { prepared, files } = await trained("random_forest", table);
    const { facts } = await evaluate.run(
      { table, prepared, files, family: "random_forest", params: judging },
      {},
    );
    const judged = await scoreChampion.run({ table, prepared, files, target: "price", metric: "rmse" }, {});
    expect(judged.facts.value).toBeCloseTo(facts.metrics.test_rmse ?? NaN, 10);
    const other = async () =>
      scoreChampion.run({ table, prepared, files, target: "rent", metric: "rmse" }, {});
    await expect(other()).rejects.toThrow("It predicts price, not rent.");
  });

  it("do the same for classes, with each class in the report", async () => {
    const given: PrepareParams = {
      ...params,
      target: "kind",
      task: "classification",
      split: splitConfigSchema.parse({ by: "stratified" }),
    };
    const table = await ingested();
    const { prepared, files } = await trained("random_forest", table, given);
    const { facts, blobs } = await evaluate.run(
      { table, prepared, files, family: "random_forest", params: judging },
      {},
    );
    expect(facts.metrics).toHaveProperty("test_roc_auc");
    const { classes, classification } = readReport(blobs);
    expect(classes).toEqual(["flat", "house"]);
    expect(classification?.confusion_matrix.flat().reduce((a, b) => a + b)).toBe(facts.testRows);
  });
});

describe("a training's history", () => {
  it("becomes the report's learning curve, and unknown losses stay unknown", async () => {
    const table = await ingested();
    const { prepared, files } = await trained("gradient_boosting", table);
    const run = {
      table,
      prepared,
      files,
      family: "gradient_boosting",
      params: { ...judging, slices: ["kind"] },
    } as const;
    const report = readReport((await evaluate.run(run, {})).blobs);
    const [{ metric, steps, train: losses, validation }] = report.learning_curve;
    expect([metric, steps[0], losses?.length, validation?.length]).toEqual([
      "loss",
      1,
      steps.length,
      steps.length,
    ]);
    expect(report.slices.map(({ column }) => column)).toEqual(["kind"]);
    const points = [{ done: 1, metrics: { train_loss: NaN } }];
    expect(decodeHistory(encodeHistory(points))).toEqual(points);
  });
});

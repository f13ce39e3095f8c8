import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { regressionMetrics } from "../metrics/regression";
import { evaluate, type EvaluateOptions } from "./evaluate";
import { evaluationReportJsonSchema } from "./json-schema";
import { evaluationReportSchema, type EvaluationReport } from "./schema";
import { fittedHomes } from "./testing";

const BOOSTING = { family: "gradient_boosting", params: { max_iter: 30, early_stopping: false } } as const;
let given: Record<"price" | "sold" | "pace", EvaluateOptions>;
let reports: Record<"price" | "sold" | "pace", EvaluationReport>;

beforeAll(async () => {
  given = {
    price: await fittedHomes("price"),
    sold: await fittedHomes("sold", BOOSTING),
    pace: await fittedHomes("pace"),
  };
  reports = { price: evaluate(given.price), sold: evaluate(given.sold), pace: evaluate(given.pace) };
});

describe("the published schema", () => {
  it("is what the reports' own schema says", async () => {
    const text = `${JSON.stringify(evaluationReportJsonSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot("../../../../docs/evaluation-report.schema.json");
  });

  it("accepts real reports of every kind and refuses what is none", () => {
    const published = z.fromJSONSchema(evaluationReportJsonSchema());
    for (const report of Object.values(reports)) {
      const json: unknown = JSON.parse(JSON.stringify(report));
      expect(json).toEqual(report);
      expect(evaluationReportSchema.parse(json)).toEqual(json);
      expect(published.safeParse(json).error).toBeUndefined();
      expect(published.safeParse({ ...report, version: 2 }).success).toBe(false);
      expect(published.safeParse({ ...report, more: 1 }).success).toBe(false);
    }
  });
});

describe("evaluate", () => {
  it("measures every side and pictures the test rows", () => {
    const { splits, judged_on, regression, primary_metric } = reports.price;
    const { test } = given.price.splits;
    const { model } = given.price.predictor;
    expect([splits.train.rows, splits.validation?.rows, splits.test?.rows]).toEqual([180, 60, 60]);
    expect(splits.test?.metrics).toEqual(regressionMetrics(test!.y, model.predict(test!.x)));
    expect([judged_on, primary_metric]).toEqual(["test", "rmse"]);
    expect(regression?.sample.actual).toHaveLength(60);
    const { counts, below, above } = regression!.residual_histogram;
    expect(counts.reduce((sum, count) => sum + count, 0) + below + above).toBe(60);
  });

  it("splits the rows of a column into slices whose errors add up to the whole", () => {
    const total = reports.price.splits.test!.metrics.rmse!;
    for (const { groups } of reports.price.slices) {
      expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(60);
      const squares = groups.reduce((sum, { rows, metrics }) => sum + rows * metrics.rmse! ** 2, 0);
      expect(Math.sqrt(squares / 60)).toBeCloseTo(total, 9);
    }
    expect(reports.price.slices.map(({ column, groups }) => [column, groups.length])).toEqual([
      ["place", 4],
      ["size", 6],
    ]);
  });

  it("gives two classes one set of curves, and more classes one each", () => {
    expect(reports.sold.classification?.curves.map((each) => each.class)).toEqual(["yes"]);
    expect(reports.pace.classification?.curves.map((each) => each.class)).toEqual(["fast", "slow", "usual"]);
    const [curves] = reports.sold.classification!.curves;
    expect(curves.roc_auc).toBe(reports.sold.splits.test?.metrics.roc_auc);
    expect(curves.average_precision).toBe(reports.sold.splits.test?.metrics.pr_auc);
    expect(curves.calibration.uniform.reduce((sum, { rows }) => sum + rows, 0)).toBe(60);
    expect(curves.best_threshold.f1?.value).toBeGreaterThanOrEqual(reports.sold.splits.test!.metrics.f1!);
    expect(reports.pace.classification?.confusion_matrix.flat().reduce((a, b) => a + b)).toBe(60);
  });

  it("tells how the fit went and what the model looks at", () => {
    const [loss] = reports.sold.learning_curve;
    expect(loss.metric).toBe("loss");
    expect(loss.steps).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(loss.train?.at(-1)).toBeLessThan(loss.train![0]!);
    expect(reports.price.learning_curve).toEqual([]);
    expect(reports.price.importance?.map(({ column }) => column)).toEqual(["size", "place"]);
    const total = reports.price.importance!.reduce((sum, { importance }) => sum + importance, 0);
    expect(total).toBeCloseTo(1, 9);
  });

  it("judges on what there is when no test rows were kept", () => {
    const { splits } = given.price;
    const some = evaluate({ ...given.price, splits: { train: splits.train, validation: splits.validation } });
    expect(some.judged_on).toBe("validation");
    expect(some.overfitting.verdict).toBeNull();
    const empty = {
      x: { ...splits.train.x, rowCount: 0, data: new Float64Array(0) },
      y: new Float64Array(0),
    };
    const alone = evaluate({ ...given.price, splits: { train: splits.train, test: empty } });
    expect([alone.judged_on, alone.splits.test]).toEqual(["train", undefined]);
    evaluationReportSchema.parse(alone);
  });

  it("takes a single row, and says null where a metric has no value", () => {
    for (const target of ["price", "sold", "pace"] as const) {
      const { splits } = given[target];
      const { x, y } = splits.test!;
      const data = x.data.slice(0, x.featureNames.length);
      const test = { x: { ...x, rowCount: 1, data }, y: y.slice(0, 1) };
      const report = evaluate({ ...given[target], splits: { ...splits, test }, slices: [] });
      evaluationReportSchema.parse(report);
      expect(report.splits.test?.metrics[target === "price" ? "r2" : "roc_auc"]).toBeNull();
    }
  });

  it("weighs rows where they have weights", () => {
    const { splits } = given.price;
    const weights = splits.test!.y.map((_, row) => (row < 20 ? 1 : 0));
    const report = evaluate({ ...given.price, splits: { ...splits, test: { ...splits.test!, weights } } });
    const first = evaluate(given.price).regression!.sample;
    const part = regressionMetrics(
      splits.test!.y.slice(0, 20),
      Float64Array.from(first.predicted.slice(0, 20)),
    );
    expect(report.splits.test!.metrics.rmse! / part.rmse).toBeCloseTo(1, 5);
  });

  it("refuses a column that is not there", () => {
    expect(() => evaluate({ ...given.price, slices: ["floor"] })).toThrow(/Unknown column "floor"/);
  });
});

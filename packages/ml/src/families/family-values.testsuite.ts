import { describe, expect, it } from "vitest";
import type { FittedModel, ModelFamily, Task, TrainingData } from "../family";
import type { Matrix } from "../matrix";
import { createPredictor } from "../predictor/create-predictor";
import { inferSignature } from "../predictor/signature";
import { prepareConfigSchema } from "../preparing/config";
import { FAMILY_NEEDS } from "../preparing/family-needs";
import { fitPreparing } from "../preparing/fit";
import { categoryColumn, numberColumn, tableFromColumns } from "../table";
import { encodeTarget } from "../target";
import { example, matrix, ROWS } from "./family-examples.testsuite";

/** The example's first two features and a third with these values every tenth row. */
function withColumn(data: TrainingData, every: number, odd: (row: number) => number): TrainingData {
  const columns = [0, 1].map((f) => (row: number) => data.x.data[row * 4 + f]);
  const third = (row: number) => (row % every === 0 ? odd(row) : data.x.data[row * 4 + 2]);
  return { ...data, x: matrix(ROWS, [...columns, third]) };
}

/** Values that real tables have: none, infinite, huge, and categories that training never saw. */
export function valuesConformance<Params>(family: ModelFamily<Params>, params: Params): void {
  const fit = (data: TrainingData) => family.fit(data, params, { seed: 42 });
  const { complete, scaled } = FAMILY_NEEDS[family.id];

  describe.each(family.tasks)("%s values", (task) => {
    const data = example(task);

    it(`${complete ? "refuses" : "takes"} a column without a value`, async () => {
      const missing = withColumn(data, 1, () => NaN);
      if (complete) await expect(fit(missing)).rejects.toMatchObject({ code: "missing_values" });
      else expectFinite(await fit(missing), missing.x);
    });

    it(`${complete ? "refuses" : "takes"} values that are missing or infinite here and there`, async () => {
      for (const odd of [NaN, Infinity, -Infinity]) {
        const some = withColumn(data, 10, () => odd);
        if (complete) {
          const code = Number.isNaN(odd) ? "missing_values" : "invalid_input";
          await expect(fit(some)).rejects.toMatchObject({ code, facts: { column: "f2", row: 0 } });
          const model = await fit(withColumn(data, ROWS, () => 0));
          expect(() => model.predict(some.x)).toThrow(expect.objectContaining({ code }));
        } else expectFinite(await fit(some), some.x);
      }
    });

    it(`${scaled ? "refuses" : "takes"} values near the largest there is, and answers for them`, async () => {
      const huge = withColumn(data, 3, (row) => (row % 2 === 0 ? 1e308 : -1.7e308));
      if (scaled) {
        await expect(fit(huge)).rejects.toMatchObject({ code: "invalid_input", facts: { column: "f2" } });
        expectFinite(await fit(withColumn(data, ROWS, () => 0)), huge.x);
      } else expectFinite(await fit(huge), huge.x);
    });

    it.each(["one_hot", "ordinal", "native"] as const)(
      "answers for %s categories that training never saw, and for missing ones",
      async (encode) => expect(await answersUnseen(family, params, task, encode)).toEqual([1, 1]),
    );
  });
}

function expectFinite(model: FittedModel, x: Matrix): void {
  expect(model.predict(x).every(Number.isFinite)).toBe(true);
  if (model.task === "classification") expect(model.predictProba(x).every(Number.isFinite)).toBe(true);
}

/** Trains on a table as a pipeline does and answers how many rows each unseen category was reported for. */
async function answersUnseen<Params>(
  family: ModelFamily<Params>,
  params: Params,
  task: Task,
  encode: "one_hot" | "ordinal" | "native",
): Promise<number[]> {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const place = (i: number) => ["BAY", "INLAND", "ISLAND"][i % 3];
  const table = tableFromColumns([
    numberColumn(
      "size",
      rows.map((i) => (i * 7) % 31),
    ),
    categoryColumn("place", rows.map(place)),
    task === "regression"
      ? numberColumn(
          "price",
          rows.map((i) => ((i * 7) % 31) / 3 + (i % 3)),
        )
      : categoryColumn(
          "price",
          rows.map((i) => (i % 3 === 0 ? "high" : "low")),
        ),
  ]);
  const { y, classes, rows: known } = encodeTarget(table, "price", task);
  const config = prepareConfigSchema.parse({ encode });
  const preparing = fitPreparing(table, known, config, { target: "price", family: family.id });
  const model = await family.fit(
    {
      task,
      x: preparing.transform(table),
      y,
      classCount: classes?.length ?? 0,
      categorical: preparing.categorical,
      classLabels: classes ?? undefined,
    },
    params,
    { seed: 42 },
  );
  const signature = inferSignature(table, ["size", "place"], { task, classes });
  const predictor = createPredictor({ task, target: "price", classes, preparing, model, signature });
  const asked = tableFromColumns([
    numberColumn("size", [1, 2, null, 4]),
    categoryColumn("place", ["MOON", "MARS", "BAY", null]),
  ]);
  const { predictions, unseen } = predictor.predict(asked);
  expect(predictions.length).toBe(4);
  for (const each of predictions) {
    if (task === "regression") expect(each).toSatisfy(Number.isFinite);
    else expect(classes).toContain(each);
  }
  return unseen.map(({ rows: count }) => count);
}

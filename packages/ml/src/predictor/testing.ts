import { gradientBoosting } from "../families/gradient-boosting";
import { linear } from "../families/linear";
import type { FamilyId, FittedModel, TrainingData } from "../family";
import { prepareConfigSchema } from "../preparing/config";
import { fitPreparing } from "../preparing/fit";
import { encodeTarget } from "../target";
import { categoryColumn, numberColumn, selectRows, tableFromColumns, type Table } from "../table";
import type { TrainedPipeline } from "./predictor";
import { inferSignature } from "./signature";

/** Six columns of every kind; the target is 2 * size + rooms, plus 10 by the bay. */
export function homes(rowCount = 60): Table {
  const rows = Array.from({ length: rowCount }, (_, i) => i);
  const place = (i: number) => ["BAY", "INLAND", "ISLAND"][i % 3];
  return tableFromColumns([
    numberColumn(
      "size",
      rows.map((i) => (i * 7) % 31),
    ),
    {
      ...numberColumn(
        "rooms",
        rows.map((i) => i % 5),
      ),
      dataType: "long",
    },
    numberColumn(
      "age",
      rows.map((i) => (i % 10 === 0 ? null : i % 4)),
    ),
    categoryColumn("place", rows.map(place)),
    {
      ...categoryColumn(
        "garden",
        rows.map((i) => String(i % 2 === 0)),
      ),
      dataType: "boolean",
    },
    numberColumn(
      "price",
      rows.map((i) => 2 * ((i * 7) % 31) + (i % 5) + (place(i) === "BAY" ? 10 : 0)),
    ),
  ]);
}

/** A small linear pipeline, trained as the real ones are. */
export function trainLinear(table: Table, target: string): Promise<TrainedPipeline> {
  const params = linear.params.parse({ alpha: 1e-9, C: 1e6, max_iter: 1000 });
  return train(table, target, "linear", (data) => linear.fit(data, params, { seed: 42 }));
}

/** The same with a few boosted trees. */
export function trainBoosting(table: Table, target: string, n_estimators = 20): Promise<TrainedPipeline> {
  const params = gradientBoosting.params.parse({ n_estimators, min_samples_leaf: 2 });
  return train(table, target, "gradient_boosting", (data) =>
    gradientBoosting.fit(data, params, { seed: 42 }),
  );
}

async function train(
  table: Table,
  target: string,
  family: FamilyId,
  fit: (data: TrainingData) => Promise<FittedModel>,
): Promise<TrainedPipeline> {
  const { task, rows, y, classes } = encodeTarget(table, target);
  const preparing = fitPreparing(table, rows, prepareConfigSchema.parse({}), { target, family });
  const x = preparing.transform(selectRows(table, rows));
  const ys = Float64Array.from(rows, (row) => y[row]);
  const model = await fit({ task, x, y: ys, classCount: classes?.length ?? 0 });
  const signature = inferSignature(
    table,
    preparing.inputs.map(({ name }) => name),
    { task, classes },
  );
  return { task, target, classes, preparing, model, signature };
}

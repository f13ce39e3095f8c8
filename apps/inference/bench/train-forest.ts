import type { TrainedPipeline } from "@pipepilot/ml";
import { randomForest } from "@pipepilot/ml/families/random-forest";
import { createThreadPool } from "@pipepilot/ml/node/thread-pool";
import { prepareConfigSchema } from "@pipepilot/ml/preparing/config";
import { fitPreparing } from "@pipepilot/ml/preparing/fit";
import { inferSignature } from "@pipepilot/ml/predictor/signature";
import { syntheticHousing } from "@pipepilot/ml/synthetic/housing";
import { selectRows, tableToRecords, type Table } from "@pipepilot/ml/table";
import { encodeTarget } from "@pipepilot/ml/target";

const TARGET = "median_house_value";
/** Four fifths of the California housing data. */
const TRAINING_ROWS = 16_512;

/** The forest that the references were measured with: 150 trees of depth 20 on the housing columns. */
export async function trainForest(seed: number): Promise<TrainedPipeline> {
  const table = syntheticHousing();
  const rows = Int32Array.from({ length: TRAINING_ROWS }, (_, row) => row);
  const { task, y, classes } = encodeTarget(table, TARGET);
  const config = prepareConfigSchema.parse({});
  const preparing = fitPreparing(table, rows, config, { target: TARGET, family: "random_forest" });
  const runner = createThreadPool();
  const model = await randomForest.fit(
    {
      task,
      x: preparing.transform(selectRows(table, rows)),
      y: Float64Array.from(rows, (row) => y[row]),
      classCount: 0,
    },
    randomForest.params.parse({ n_estimators: 150, max_depth: 20 }),
    { seed, runner },
  );
  await runner.close();
  const inputs = preparing.inputs.map(({ name }) => name);
  return {
    task,
    target: TARGET,
    classes,
    preparing,
    model,
    signature: inferSignature(table, inputs, { task, classes }),
  };
}

/** `dataframe_split` bodies of rows that the forest has not seen. */
export function scoringBody(rowCount: number): { dataframe_split: { columns: string[]; data: unknown[][] } } {
  const unseen = Int32Array.from({ length: rowCount }, (_, row) => TRAINING_ROWS + (row % 4_000));
  const records = tableToRecords(withoutTarget(selectRows(syntheticHousing(), unseen)));
  return {
    dataframe_split: {
      columns: Object.keys(records[0]),
      data: records.map((record) => Object.values(record)),
    },
  };
}

function withoutTarget({ rowCount, columns }: Table): Table {
  return { rowCount, columns: columns.filter(({ name }) => name !== TARGET) };
}

// Run by forest-figures.ts with a saved forest: prints by how many megabytes loading it makes the process grow.
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { randomForest } from "../src/families/random-forest";
import type { FittedModel } from "../src/family";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const file = process.argv[2];
await loadSmall();
const before = await resident();
const model = ready(randomForest.load(readFileSync(file)));
const after = await resident();
// Still in use here, so that nothing of it was collected before it was measured.
if (model.featureNames.length === 0) throw new Error("A model without features.");
process.stdout.write(String((after - before) / 1e6));

/** What the code itself takes is there before the model comes. */
async function loadSmall(): Promise<void> {
  const x = { rowCount: 2, featureNames: ["f"], data: Float64Array.of(1, 2) };
  const data = { task: "regression", x, y: Float64Array.of(1, 2), classCount: 0 } as const;
  const small = await randomForest.fit(data, randomForest.params.parse({ n_estimators: 2 }), { seed: 1 });
  ready(randomForest.load(small.save()));
}

/** As serving has it: having answered one row and a thousand. */
function ready(loaded: FittedModel): FittedModel {
  const { featureNames } = loaded;
  for (const rowCount of [1, 1000]) {
    loaded.predict({ rowCount, featureNames, data: new Float64Array(rowCount * featureNames.length) });
  }
  return loaded;
}

/** The file's bytes are given back a moment after they were collected. */
async function resident(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect();
    await setTimeout(50);
  }
  return process.memoryUsage.rss();
}

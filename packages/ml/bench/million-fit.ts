// Run by million-figures.ts: fits the rows it wrote and prints a `MillionReport`.
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import path from "node:path";
import { gradientBoosting } from "../src/families/gradient-boosting";
import type { TrainingData } from "../src/family";
import { regressionMetrics } from "../src/metrics/regression";
import { createThreadPool } from "../src/node/thread-pool";
import { firstRows } from "./housing-data";
import { timeFit } from "./measure";
import { MILLION, type MillionReport } from "./million-figures";

const params = { max_depth: MILLION.depth, max_leaf_nodes: MILLION.leaves };
const folder = process.argv[2];
const train = readSide("million.train");
const data: TrainingData = { task: "regression", ...train, classCount: 0 };
const runner = createThreadPool({ threads: 2 });
const few = { ...data, x: firstRows(train.x, 1000), y: train.y.slice(0, 1000) };
await timeFit(gradientBoosting, few, gradientBoosting.params.parse(params), { rounds: 1, runner });
const fitted = await timeFit(
  gradientBoosting,
  data,
  gradientBoosting.params.parse({ ...params, n_estimators: MILLION.trees }),
  { rounds: 2, runner },
);
const test = readSide("million.test");
const { r2 } = regressionMetrics(test.y, fitted.model.predict(test.x));
const { seconds, cpuSeconds } = fitted;
const report: MillionReport = { seconds, cpuSeconds, r2, peakMegabytes: peakMegabytes() };
await runner.close();
process.stdout.write(JSON.stringify(report));

function readSide(name: string): Pick<TrainingData, "x" | "y"> {
  const data = readNumbers(path.join(folder, `${name}.x`));
  const featureNames = Array.from({ length: MILLION.columns }, (_, i) => `f${i}`);
  return {
    x: { rowCount: data.length / MILLION.columns, featureNames, data },
    y: readNumbers(path.join(folder, `${name}.y`)),
  };
}

/** Straight into the array, so that no copy counts as memory of the fit. */
function readNumbers(file: string): Float64Array {
  const handle = openSync(file, "r");
  const numbers = new Float64Array(fstatSync(handle).size / 8);
  const bytes = new Uint8Array(numbers.buffer);
  for (let at = 0; at < bytes.length;) at += readSync(handle, bytes, at, bytes.length - at, null);
  closeSync(handle);
  return numbers;
}

/** Linux tells a process's own peak; getrusage there also counts the one it was started by. */
function peakMegabytes(): number {
  if (process.platform !== "linux") return (process.resourceUsage().maxRSS * 1024) / 1e6;
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return (Number(kilobytes) * 1024) / 1e6;
}

import { execFile } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { createRandom } from "../src/random";
import { fitFigures, LIBRARIES, paramsOf, type BoostingLibrary } from "./boosting-figures";
import { valueAtMost, type Figure } from "./figure";
import { NOTED } from "./noted-references";
import type { Reference } from "./reference";

export const MILLION = { rows: 1_000_000, columns: 20, trees: 100, depth: 6, leaves: 64 } as const;

const NAME = "boosting, 1,000,000 rows x 20 columns, 100 trees of depth 6";
const TEST_ROWS = 50_000;
const CHUNK_ROWS = 50_000;

/** What `million-fit.ts` prints. */
export interface MillionReport {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly r2: number;
}

/** Boosting on many rows, two threads, in a process of its own, whose peak of memory is told. */
export async function millionFigures(reference: Reference | null, folder: string): Promise<Figure[]> {
  writeRows(path.join(folder, "million.train"), MILLION.rows, 1);
  writeRows(path.join(folder, "million.test"), TEST_ROWS, 2);
  const child = [...["--import", "tsx"], path.join(import.meta.dirname, "million-fit.ts"), folder];
  const { stdout } = await promisify(execFile)(process.execPath, child, { timeout: 240_000 });
  const ours = JSON.parse(stdout) as MillionReport;
  const params = paramsOf(MILLION.trees, 2, MILLION);
  const theirs = await reference?.run(
    2,
    (Object.keys(LIBRARIES) as BoostingLibrary[]).map((model) => ({
      model,
      task: "regression",
      params: params[model],
      data: "million",
      columns: MILLION.columns,
      rounds: 2,
    })),
  );
  return [
    ...fitFigures(NAME, reference, 2, ours, theirs, NOTED.million),
    {
      name: `${NAME}: R2`,
      value: ours.r2,
      unit: "",
      ...(theirs && { reference: theirs[0].r2, against: `LightGBM ${reference?.versions["LightGBM"]}` }),
    },
    valueAtMost({ name: `${NAME}: peak memory of the process`, value: ours.peakMegabytes, unit: "MB" }, 1000),
  ];
}

/** Uniform features; a target that bends with five of them (Friedman's first function), steps with one, and noise. */
function writeRows(file: string, rows: number, seed: number): void {
  const random = createRandom(seed);
  const [x, y] = [openSync(`${file}.x`, "w"), openSync(`${file}.y`, "w")];
  for (let done = 0; done < rows; done += CHUNK_ROWS) {
    const values = new Float64Array(CHUNK_ROWS * MILLION.columns);
    const targets = new Float64Array(CHUNK_ROWS);
    for (let i = 0; i < values.length; i++) values[i] = random.next();
    for (let row = 0; row < CHUNK_ROWS; row++) {
      const [a, b, c, d, e, f] = values.subarray(row * MILLION.columns, row * MILLION.columns + 6);
      const bend = 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
      targets[row] = bend + (f > 0.7 ? 3 : 0) + random.normal();
    }
    writeSync(x, values);
    writeSync(y, targets);
  }
  closeSync(x);
  closeSync(y);
}

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import type { Task } from "../src/family";
import { featureCount, type Matrix } from "../src/matrix";

const SCRIPT = path.join(import.meta.dirname, "reference.py");
const LIMIT_MS = 240_000;

export interface ReferenceJob {
  readonly model: "forest" | "hist_gradient_boosting" | "xgboost" | "lightgbm";
  readonly task: Task;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  /** What `writeSides` wrote, and its number of features. */
  readonly data: string;
  readonly columns: number;
  readonly rounds: number;
  /** Whether predicting, and explaining with LightGBM, is timed. */
  readonly predict?: boolean;
}

export interface ReferenceAnswer {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly r2?: number;
  readonly f1?: number;
  readonly rocAuc?: number;
  readonly oneRowSeconds?: number;
  readonly thousandRowsSeconds?: number;
  readonly explainSeconds?: number;
}

/** The Python libraries that this machine compares with, and the folder through which they get their rows. */
export interface Reference {
  readonly folder: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Answers in the order of the jobs. Throws where Python fails or takes longer than four minutes. */
  run(threads: number, jobs: readonly ReferenceJob[]): Promise<ReferenceAnswer[]>;
}

/** Null, and a line says so, where neither PIPEPILOT_BENCH_PYTHON nor python3 can import the libraries. */
export async function findReference(folder: string): Promise<Reference | null> {
  const python = process.env["PIPEPILOT_BENCH_PYTHON"] ?? "python3";
  const versions = await versionsOf(python);
  if (!versions) {
    process.stdout.write(
      `  Skipped: ${python} has no scikit-learn, XGBoost and LightGBM (PIPEPILOT_BENCH_PYTHON names another); references are noted ones.\n`,
    );
    return null;
  }
  return { folder, versions, run: (threads, jobs) => ask(python, folder, threads, jobs) };
}

async function versionsOf(python: string): Promise<Record<string, string> | null> {
  try {
    const { stdout } = await promisify(execFile)(python, [SCRIPT, "versions"], { timeout: 60_000 });
    return JSON.parse(stdout) as Record<string, string>;
  } catch {
    return null;
  }
}

async function ask(
  python: string,
  folder: string,
  threads: number,
  jobs: readonly ReferenceJob[],
): Promise<ReferenceAnswer[]> {
  const child = spawn(python, ["-W", "ignore", SCRIPT, folder], {
    env: { ...process.env, OMP_NUM_THREADS: String(threads) },
    stdio: ["pipe", "pipe", "inherit"],
    timeout: LIMIT_MS,
  });
  child.stdin.end(JSON.stringify(jobs.map((job) => ({ predict: false, ...job }))));
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (code !== 0) throw new Error(`The reference ended with ${code ?? `no answer within ${LIMIT_MS} ms`}.`);
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ReferenceAnswer);
}

interface Side {
  readonly x: Matrix;
  readonly y: Float64Array;
}

/** Writes rows where a job finds them as `data`; returns what it says of them. */
export function writeSides(
  { folder }: Reference,
  data: string,
  sides: { readonly train: Side; readonly test: Side },
): Pick<ReferenceJob, "data" | "columns"> {
  for (const [name, { x, y }] of Object.entries({ train: sides.train, test: sides.test })) {
    writeFileSync(path.join(folder, `${data}.${name}.x`), x.data);
    writeFileSync(path.join(folder, `${data}.${name}.y`), y);
  }
  return { data, columns: featureCount(sides.train.x) };
}

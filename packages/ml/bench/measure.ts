import type { FittedModel, ModelFamily, TrainingData } from "../src/family";
import { featureCount, type Matrix } from "../src/matrix";
import type { ThreadPool } from "../src/node/thread-pool";

export interface Fitted {
  readonly seconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
  readonly model: FittedModel;
}

export interface FitOptions {
  readonly rounds?: number;
  readonly seed?: number;
  readonly runner?: ThreadPool;
}

/** The fastest of the rounds (three when not told): the others warm up the compiler. */
export async function timeFit<Params>(
  family: ModelFamily<Params>,
  data: TrainingData,
  params: Params,
  { rounds = 3, seed = 42, runner }: FitOptions = {},
): Promise<Fitted> {
  let best: Fitted | undefined;
  for (let round = 0; round < rounds; round++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const model = await family.fit(data, params, { seed, runner });
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    if (!best || seconds < best.seconds) best = { seconds, cpuSeconds: (user + system) / 1e6, model };
  }
  if (!best) throw new Error("Nothing was fitted.");
  return best;
}

/** The median seconds of `times` calls, after a tenth as many that do not count. */
export async function medianSeconds(times: number, call: (i: number) => unknown): Promise<number> {
  const taken: number[] = [];
  const warmUp = Math.ceil(times / 10);
  for (let i = -warmUp; i < times; i++) {
    const start = performance.now();
    await call(i + warmUp);
    if (i >= 0) taken.push((performance.now() - start) / 1000);
  }
  return taken.sort((a, b) => a - b)[times >> 1];
}

/** One row, the `at`-th, over again from the first after the last. */
export function rowOf(x: Matrix, at: number): Matrix {
  const width = featureCount(x);
  const row = at % x.rowCount;
  return { ...x, rowCount: 1, data: x.data.subarray(row * width, (row + 1) * width) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

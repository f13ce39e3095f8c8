import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomForest } from "../families/random-forest";
import type { FittedModel, TaskRunner } from "../family";
import { createThreadPool, type ThreadPool } from "../node/thread-pool";
import { inlineRunner } from "../parallel/inline-runner";
import { createRandom } from "../random";

const FEATURES = ["a", "b", "c"];
const random = createRandom(5);

function matrix(rowCount: number) {
  const data = Float64Array.from({ length: rowCount * 3 }, () =>
    random.next() < 0.05 ? Number.NaN : random.normal(),
  );
  return { rowCount, featureNames: FEATURES, data };
}

async function fit(classCount: number): Promise<FittedModel> {
  const x = matrix(300);
  const y = Float64Array.from({ length: 300 }, (_, row) => {
    const value = x.data[3 * row] || 0;
    return classCount === 0 ? value : Math.min(classCount - 1, Math.max(0, Math.round(value + 1)));
  });
  const task = classCount === 0 ? "regression" : "classification";
  const params = randomForest.params.parse({ n_estimators: 9 });
  return randomForest.fit({ task, x, y, classCount }, params, { seed: 1 });
}

/** Counts the walks; each takes a turn of the event loop. */
function counting(): TaskRunner & { walks: number } {
  const runner = {
    threads: 1,
    walks: 0,
    run: ((task, payloads, options) => {
      runner.walks++;
      return inlineRunner.run(task, payloads, options);
    }) as TaskRunner["run"],
  };
  return runner;
}

let pool: ThreadPool;
beforeAll(() => {
  pool = createThreadPool({ threads: 1 });
});
afterAll(() => pool.close());

describe("walks on another thread", () => {
  it.each([0, 3])("answer as walks on this one do, %i classes", async (classCount) => {
    const model = await fit(classCount);
    const tables = [1, 5, 0, 700, 64, 9000].map(matrix);
    const answers = await Promise.all(tables.map((x) => model.predictOn!(pool, x)));
    answers.forEach((answer, i) => expect(answer).toEqual(model.predict(tables[i])));
  });

  it("are shared by the calls that came while the one before was under way", async () => {
    const model = await fit(0);
    const tables = Array.from({ length: 12 }, (_, i) => matrix(100 + i));
    const runner = counting();
    const answers = await Promise.all(tables.map((x) => model.predictOn!(runner, x)));
    answers.forEach((answer, i) => expect(answer).toEqual(model.predict(tables[i])));
    expect(runner.walks).toBe(2);
  });

  it("are split where a call has more rows than a block", async () => {
    const model = await fit(0);
    const runner = counting();
    const [many, few] = [matrix(10_000), matrix(80)];
    const [first, second] = await Promise.all([many, few].map((x) => model.predictOn!(runner, x)));
    expect(first).toEqual(model.predict(many));
    expect(second).toEqual(model.predict(few));
    expect(runner.walks).toBe(3);
  });

  it("are done here when the thread dies, with the same answers", async () => {
    const model = await fit(3);
    const tables = [200, 300].map(matrix);
    const dying: TaskRunner = {
      threads: 1,
      async run<Payload, Result>(task: string, payloads: readonly Payload[]): Promise<Result[]> {
        await inlineRunner.run(task, payloads);
        throw new Error("the thread died after its work");
      },
    };
    const answers = await Promise.all(tables.map((x) => model.predictOn!(dying, x)));
    answers.forEach((answer, i) => expect(answer).toEqual(model.predict(tables[i])));
  });

  it("refuse features of another model before a row is placed", async () => {
    const model = await fit(0);
    const wrong = { rowCount: 3, featureNames: ["a", "b"], data: new Float64Array(6) };
    await expect(model.predictOn!(inlineRunner, wrong)).rejects.toThrow("features");
    expect(await model.predictOn!(inlineRunner, matrix(2))).toHaveLength(2);
  });
});

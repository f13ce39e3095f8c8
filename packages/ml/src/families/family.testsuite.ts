import { describe, expect, it } from "vitest";
import type { FitProgress, FittedModel, ModelFamily, Task, TaskRunner, TrainingData } from "../family";
import type { Matrix } from "../matrix";
import { FAMILY_NEEDS } from "../preparing/family-needs";
import { createRandom } from "../random";

export interface ConformanceOptions {
  /** Parameters that make one fit small; the defaults when absent. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Parameters that make one fit long enough to be aborted in the middle. */
  readonly longParams?: Readonly<Record<string, unknown>>;
  /** The tasks that `longParams` make long; all of the family's when absent. */
  readonly longTasks?: readonly Task[];
  /** Real threads to check that the bytes do not depend on them. */
  readonly createRunner?: (threads: number) => TaskRunner & { close?(): Promise<unknown> };
}

const ROWS = 200;

function matrix(rowCount: number, columns: readonly ((row: number) => number)[]): Matrix {
  const data = new Float64Array(rowCount * columns.length);
  for (let row = 0; row < rowCount; row++)
    columns.forEach((of, f) => (data[row * columns.length + f] = of(row)));
  return { rowCount, featureNames: columns.map((_, f) => `f${f}`), data };
}

/** Three features of noise and one that is constant; the target follows the first two. */
function example(task: Task, classCount = 3, rowCount = ROWS): TrainingData {
  const random = createRandom(11);
  const noise = Array.from({ length: 3 }, () =>
    Float64Array.from({ length: rowCount }, () => random.normal()),
  );
  const x = matrix(rowCount, [...noise.map((values) => (row: number) => values[row]), () => 7]);
  const signal = (row: number) => noise[0][row] + 0.5 * noise[1][row];
  const classOf = (value: number) =>
    Math.min(classCount - 1, Math.max(0, Math.floor(value + classCount / 2)));
  const y = Float64Array.from({ length: rowCount }, (_, row) =>
    task === "regression" ? signal(row) : classOf(signal(row)),
  );
  return { task, x, y, classCount: task === "regression" ? 0 : classCount };
}

function rowsOf(x: Matrix, from: number, to: number): Matrix {
  const width = x.featureNames.length;
  return { ...x, rowCount: to - from, data: x.data.slice(from * width, to * width) };
}

/** What every model family must hold to, whatever it learns with; call it in a `describe` of the family's own test file. */
export function familyConformance<Params>(
  family: ModelFamily<Params>,
  options: ConformanceOptions = {},
): void {
  const params = family.params.parse({ ...options.params });
  const fit = (
    data: TrainingData,
    context: { seed?: number; runner?: TaskRunner; signal?: AbortSignal } = {},
  ) => family.fit(data, params, { seed: 42, ...context });

  it("takes its own parameters back and refuses unknown ones", () => {
    expect(family.params.parse(family.params.parse({}))).toEqual(family.params.parse({}));
    expect(family.params.parse(JSON.parse(JSON.stringify(params)))).toEqual(params);
    expect(family.params.safeParse({ no_such_parameter: 1 }).success).toBe(false);
  });

  it("refuses bytes that are not its own", () => {
    expect(() => family.load(new Uint8Array())).toThrow();
    expect(() => family.load(new TextEncoder().encode('{"family":"other"}'))).toThrow();
  });

  describe.each(family.tasks)("%s", (task) => {
    const data = example(task);

    it("predicts none, one and many rows alike", async () => {
      const model = await fit(data);
      const all = model.predict(data.x);
      expect(all.length).toBe(ROWS);
      expect(all.every(Number.isFinite)).toBe(true);
      expect(model.predict(rowsOf(data.x, 0, 0)).length).toBe(0);
      for (const row of [0, 57, ROWS - 1]) {
        expect(model.predict(rowsOf(data.x, row, row + 1))[0]).toBeCloseTo(all[row], 10);
      }
      expect([model.family, model.task, model.classCount]).toEqual([family.id, task, data.classCount]);
      expect(model.featureNames).toEqual(data.x.featureNames);
    });

    it("predicts exactly the same after its bytes were loaded", async () => {
      const model = await fit(data);
      const bytes = model.save();
      const again = family.load(bytes);
      expectSame(again, model, data.x);
      expect(again.save()).toEqual(bytes);
      expect([again.featureNames, again.facts]).toEqual([model.featureNames, model.facts]);
    });

    it("makes the same bytes from the same seed and data", async () => {
      expect((await fit(data)).save()).toEqual((await fit(data)).save());
    });

    it.skipIf(!options.createRunner)("makes the same bytes on any number of threads", async () => {
      const alone = (await fit(data)).save();
      for (const threads of [1, 2]) {
        const runner = options.createRunner!(threads);
        try {
          expect((await fit(data, { runner })).save()).toEqual(alone);
        } finally {
          await runner.close?.();
        }
      }
    });

    it("leaves the data it learns from as it was", async () => {
      const before = { x: data.x.data.slice(), y: data.y.slice() };
      await fit(data);
      expect(data.x.data).toEqual(before.x);
      expect(data.y).toEqual(before.y);
    });

    it("learns a constant target", async () => {
      const constant = { ...data, y: new Float64Array(ROWS).fill(1) };
      for (const value of (await fit(constant)).predict(data.x)) expect(value).toBeCloseTo(1, 1);
    });

    it("learns from two rows", async () => {
      const two = { ...data, x: rowsOf(data.x, 0, 2), y: Float64Array.of(0, 1) };
      expect((await fit(two)).predict(data.x).every(Number.isFinite)).toBe(true);
    });

    it(`${FAMILY_NEEDS[family.id].complete ? "refuses" : "takes"} a column without a value`, async () => {
      const columns = [0, 1].map((f) => (row: number) => data.x.data[row * 4 + f]);
      const missing: TrainingData = { ...data, x: matrix(ROWS, [...columns, () => NaN]) };
      if (FAMILY_NEEDS[family.id].complete) {
        await expect(fit(missing)).rejects.toMatchObject({ code: "missing_values" });
      } else {
        expect((await fit(missing)).predict(missing.x).every(Number.isFinite)).toBe(true);
      }
    });

    it("reports progress up to its end and never backwards", async () => {
      const reports: FitProgress[] = [];
      const validation = { x: rowsOf(data.x, 0, 50), y: data.y.slice(0, 50) };
      await family.fit({ ...data, validation }, params, {
        seed: 1,
        onProgress: (report) => void reports.push(report),
      });
      expect(reports.length).toBeGreaterThan(0);
      expect(reports.at(-1)!.done).toBe(reports.at(-1)!.total);
      reports.forEach((report, i) =>
        expect(report.done).toBeGreaterThanOrEqual(reports[Math.max(0, i - 1)].done),
      );
    });

    it("has an importance that is a share per feature, or none", async () => {
      const importance = (await fit(data)).importance();
      if (importance === null) return;
      expect(importance.length).toBe(data.x.featureNames.length);
      expect(importance.every((share) => share >= 0)).toBe(true);
      expect(importance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(importance[0]).toBeGreaterThan(importance[2]);
    });

    it("explains its predictions by values that sum to them less their expectation", async () => {
      const model = await fit(data);
      const x = rowsOf(data.x, 0, 3);
      const background = rowsOf(data.x, 100, 120);
      const { values, base, predictions, outputs } = await model.explain(x, { background });
      expect(values.length).toBe(3 * outputs * 4);
      for (let cell = 0; cell < 3 * outputs; cell++) {
        const sum = values.subarray(cell * 4, cell * 4 + 4).reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(predictions[cell] - base[cell % outputs], 6);
      }
      if (task === "regression") expect(predictions).toEqual(model.predict(x));
    });

    it("does not start when it was aborted before", async () => {
      await expect(fit(data, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
    });

    it.runIf(options.longParams && (options.longTasks ?? family.tasks).includes(task))(
      "stops within 200 ms of an abort",
      async () => {
        const controller = new AbortController();
        let abortedAt = 0;
        const timer = setTimeout(() => {
          abortedAt = performance.now();
          controller.abort();
        }, 100);
        const long = family.params.parse({ ...options.longParams });
        const fitting = family.fit(example(task, 3, 4000), long, { seed: 1, signal: controller.signal });
        await expect(fitting).rejects.toMatchObject({ name: "AbortError" });
        clearTimeout(timer);
        expect(performance.now() - abortedAt).toBeLessThan(200);
      },
    );
  });

  describe.runIf(family.tasks.includes("classification"))("probabilities", () => {
    it.each([2, 3])("sum to 1 over %i classes and agree with the predicted class", async (classCount) => {
      const data = example("classification", classCount);
      const model = await fit(data);
      const proba = model.predictProba(data.x);
      const predicted = model.predict(data.x);
      expect(proba.length).toBe(ROWS * classCount);
      for (let row = 0; row < ROWS; row++) {
        const own = proba.slice(row * classCount, (row + 1) * classCount);
        expect(own.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        expect(own[predicted[row]]).toBe(Math.max(...own));
      }
    });
  });
}

function expectSame(a: FittedModel, b: FittedModel, x: Matrix): void {
  expect(a.predict(x)).toEqual(b.predict(x));
  if (b.task === "classification") expect(a.predictProba(x)).toEqual(b.predictProba(x));
  expect(a.importance()).toEqual(b.importance());
}

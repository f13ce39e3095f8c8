import { describe, expect, it } from "vitest";
import type { FitProgress, FittedModel, ModelFamily, TaskRunner, TrainingData } from "../family";
import type { Matrix } from "../matrix";
import { createThreadPool } from "../node/thread-pool";
import { example, ROWS, rowsOf, type ConformanceOptions } from "./family-examples.testsuite";
import { paramsConformance } from "./family-params.testsuite";
import { valuesConformance } from "./family-values.testsuite";
import { weightsConformance } from "./family-weights.testsuite";

/** What every model family must hold to, whatever it learns with; call it in a `describe` of the family's own test file. */
export function familyConformance<Params>(family: ModelFamily<Params>, options: ConformanceOptions): void {
  const params = family.params.parse({ ...options.params });
  const fit = (
    data: TrainingData,
    context: { seed?: number; runner?: TaskRunner; signal?: AbortSignal } = {},
  ) => family.fit(data, params, { seed: 42, ...context });

  paramsConformance(family, params);
  valuesConformance(family, params);
  weightsConformance(family, options);

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

    it("makes the same bytes on any number of threads", async () => {
      const alone = (await fit(data)).save();
      for (const threads of [1, 2]) {
        const runner = createThreadPool({ threads });
        try {
          expect((await fit(data, { runner })).save()).toEqual(alone);
        } finally {
          await runner.close();
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

    it("reports progress up to its end and never backwards, every metric a number", async () => {
      const reports: FitProgress[] = [];
      const validation = { x: rowsOf(data.x, 0, 50), y: data.y.slice(0, 50) };
      await family.fit({ ...data, validation }, params, {
        seed: 1,
        onProgress: (report) => void reports.push(report),
      });
      expect(reports.length).toBeGreaterThan(0);
      expect(reports.at(-1)!.done).toBe(reports.at(-1)!.total);
      reports.forEach(({ done, total, metrics }, i) => {
        expect(done).toBeGreaterThanOrEqual(reports[Math.max(0, i - 1)].done);
        expect(done).toBeLessThanOrEqual(total);
        expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
      });
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

    it.runIf(options.longParams)(
      "stops within 200 ms of an abort",
      // A machine that is busy with something else may need another try.
      { retry: 3 },
      async () => {
        const { rows, features } = options.longShape ?? { rows: 4000, features: 4 };
        const long = family.params.parse({ ...options.longParams });
        const controller = new AbortController();
        const longData = example(task, 3, rows, features);
        let abortedAt = Infinity;
        const timer = setTimeout(() => {
          abortedAt = performance.now();
          controller.abort();
        }, 100);
        const fitting = family.fit(longData, long, { seed: 1, signal: controller.signal });
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

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LearningError } from "../errors";
import { gridPoints, gridSize } from "./grid";
import { searchSpace, type ParamValues } from "./space";
import { createStudy, studyFromJSON, type Study, type StudyOptions } from "./study";

const space = searchSpace({
  depth: { int: [1, 12] },
  rate: { float: [1e-3, 1], log: true },
  leaves: { int: [2, 512], log: true },
  share: { float: [0, 1], step: 0.1 },
  booster: ["tree", "linear"],
  alpha: { float: [0, 5], when: { booster: ["linear"] } },
});
const objective = ({ depth, rate, booster }: ParamValues) =>
  (Number(depth) - 7) ** 2 + Math.log10(Number(rate) / 0.05) ** 2 + (booster === "tree" ? 0 : 1);

function evaluate(study: Study, trials: number): void {
  for (let i = 0; i < trials; i++) {
    const asked = study.ask();
    if (!asked) return;
    const { id, params } = asked;
    const value = objective(params);
    if (study.report(id, 1, value) === "prune") study.tell(id, "pruned");
    else study.tell(id, id % 9 === 4 ? "failed" : value);
  }
}

const options = (sampler: StudyOptions["sampler"], seed = 5): StudyOptions => ({
  space,
  sampler,
  pruner: { kind: "median" },
  direction: "minimize",
  seed,
});

describe("a study", () => {
  it.each(["random", "tpe"] as const)(
    "goes on after a kill as if there had been none: %s, two asked at once",
    (kind) => {
      const whole = createStudy(options({ kind }));
      const killed = createStudy(options({ kind }));
      for (const study of [whole, killed]) {
        evaluate(study, 17);
        study.ask();
        study.ask();
      }
      const resumed = studyFromJSON(JSON.parse(JSON.stringify(killed)));
      expect(resumed.trials).toEqual(whole.trials);
      for (const study of [whole, resumed]) {
        study.tell(18, objective(study.trials[18].params));
        evaluate(study, 12);
        study.tell(17, Infinity);
        evaluate(study, 12);
      }
      expect(resumed.toJSON()).toEqual(whole.toJSON());
      expect(resumed.trials.length).toBe(43);
    },
  );

  it("stays inside the space, whatever the sampler and what it is told", () => {
    const values = fc.array(
      fc.oneof(
        fc.double({ noDefaultInfinity: false }),
        fc.constantFrom("failed" as const, "pruned" as const),
      ),
      { minLength: 14, maxLength: 20 },
    );
    fc.assert(
      fc.property(values, fc.nat(), (told, seed) => {
        const study = createStudy(options({ kind: "tpe", n_startup_trials: 3 }, seed));
        for (const each of told) {
          const { id, params } = study.ask() ?? { id: -1, params: {} };
          expect(Number.isInteger(params.depth) && Number(params.depth) >= 1).toBe(true);
          expect(Number.isInteger(params.leaves) && Number(params.leaves) <= 512).toBe(true);
          expect(params.rate).toBeGreaterThanOrEqual(1e-3);
          expect(params.rate).toBeLessThanOrEqual(1);
          expect([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]).toContain(params.share);
          expect("alpha" in params).toBe(params.booster === "linear");
          study.tell(id, each);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("knows its best trial; NaN is a failure and failures are never best", () => {
    const study = createStudy({ ...options({ kind: "random" }), direction: "maximize" });
    expect(study.best).toBeNull();
    for (const value of [0.5, NaN, 0.9, 0.9, -Infinity]) study.tell(study.ask()?.id ?? -1, value);
    study.tell(study.ask()?.id ?? -1, "failed");
    expect(study.best).toMatchObject({ id: 2, value: 0.9 });
    expect(study.trials.map(({ state }) => state)).toEqual([
      "complete",
      "failed",
      "complete",
      "complete",
      "complete",
      "failed",
    ]);
    expect(studyFromJSON(JSON.parse(JSON.stringify(study))).trials).toEqual(study.trials);
  });

  it("refuses what makes no sense", () => {
    const study = createStudy(options({ kind: "random" }));
    expect(() => study.tell(0, 1)).toThrow("There is no trial 0.");
    study.ask();
    expect(() => study.report(0, -1, 1)).toThrow(LearningError);
    study.report(0, 4, 1);
    expect(study.report(0, 4, 99)).toBe("keep");
    expect(study.trials[0].reports).toEqual([[4, 1]]);
    expect(() => study.report(0, 2, 1)).toThrow("Step 2 of trial 0 comes after step 4.");
    study.tell(0, 1);
    expect(() => study.tell(0, 1)).toThrow("Trial 0 is over (complete).");
    expect(() => studyFromJSON({ version: 2 })).toThrow("This is no saved study");
  });

  it("tries values that are all the same without end or error", () => {
    const one = searchSpace({ x: { int: [3, 3] }, y: ["only"], z: { float: [0.5, 0.5] } });
    const study = createStudy({ space: one, direction: "minimize", seed: 1 });
    for (let i = 0; i < 15; i++) {
      const { id, params } = study.ask() ?? { id: -1, params: {} };
      expect(params).toEqual({ x: 3, y: "only", z: 0.5 });
      study.tell(id, 1);
    }
  });
});

describe("a grid", () => {
  it("walks every combination once, conditional parameters only where they are", () => {
    const small = searchSpace({
      booster: ["tree", "linear"],
      depth: { int: [2, 6], step: 2, when: { booster: ["tree"] } },
      share: { float: [0.1, 0.35], step: 0.1 },
    });
    const study = createStudy({ space: small, sampler: { kind: "grid" }, direction: "minimize", seed: 0 });
    const points: ParamValues[] = [];
    for (let asked = study.ask(); asked; asked = study.ask()) points.push(asked.params);
    const shares = [0.1, 0.2, 0.3];
    expect(points).toEqual([
      ...[2, 4, 6].flatMap((depth) => shares.map((share) => ({ booster: "tree", depth, share }))),
      ...shares.map((share) => ({ booster: "linear", share })),
    ]);
  });

  it("refuses a range without steps and a grid without end", () => {
    expect(() => gridPoints(searchSpace({ x: { float: [0, 1] } }))).toThrow(
      "A grid needs a step or a list of choices for x.",
    );
    expect(gridSize(searchSpace({ x: { float: [0, 1] } }))).toBe(Infinity);
    expect(gridSize(searchSpace({ x: { int: [1, 4] }, y: ["a", "b"] }))).toBe(8);
    const large = searchSpace({ x: { int: [1, 1000] }, y: { int: [1, 1000] } });
    expect(() => gridPoints(large)).toThrow("The grid has more than 100000 points");
  });
});

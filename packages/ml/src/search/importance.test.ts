import { describe, expect, it } from "vitest";
import { paramImportances } from "./importance";
import { searchSpace } from "./space";
import { createStudy } from "./study";

const space = searchSpace({
  idle: { float: [0, 1] },
  strong: { float: [1e-4, 1], log: true },
  weak: { int: [0, 10] },
  kind: ["a", "b", "c"],
  only_a: { float: [0, 1], when: { kind: "a" } },
  fixed: [1],
});

function searched(trials: number) {
  const study = createStudy({ space, sampler: { kind: "random" }, direction: "minimize", seed: 11 });
  for (let i = 0; i < trials; i++) {
    const { id, params } = study.ask() ?? { id: 0, params: {} };
    const kind = params.kind === "b" ? 1 : 0;
    study.tell(id, 4 * Math.log10(Number(params.strong)) + 0.3 * Number(params.weak) + 4 * kind);
  }
  return study;
}

describe("parameter importances", () => {
  it("rank what decides the value first and give what does not almost nothing", async () => {
    const study = searched(300);
    const found = await paramImportances(space, study.trials, { seed: 1 });
    const of = Object.fromEntries(found.map(({ param, importance }) => [param, importance]));
    expect(found.map(({ param }) => param).slice(0, 3)).toEqual(["strong", "kind", "weak"]);
    // The value's variance: 16 * 16/12 = 21.3 from strong, 16 * 2/9 = 3.6 from kind, 0.09 * 10 = 0.9 from weak.
    expect(of.strong).toBeGreaterThan(0.75);
    expect(of.strong).toBeLessThan(0.9);
    expect(of.kind).toBeGreaterThan(0.08);
    expect(of.kind).toBeLessThan(0.2);
    expect(of.idle + of.only_a).toBeLessThan(0.04);
    expect(of).not.toHaveProperty("fixed");
    expect(found.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 12);
    expect(await paramImportances(space, study.trials, { seed: 1 })).toEqual(found);
  });

  it("are all 0 where every value is the same, and need two trials", async () => {
    const study = createStudy({ space, sampler: { kind: "random" }, direction: "minimize", seed: 1 });
    study.tell(study.ask()?.id ?? 0, 5);
    await expect(paramImportances(space, study.trials, { seed: 1 })).rejects.toMatchObject({
      code: "too_few_rows",
    });
    study.tell(study.ask()?.id ?? 0, 5);
    const found = await paramImportances(space, study.trials, { seed: 1 });
    expect(found.map(({ importance }) => importance)).toEqual([0, 0, 0, 0, 0]);
  });
});

import { describe, expect, it } from "vitest";
import { searchSpace, type ParamValues, type SearchSpace } from "./space";
import { createStudy } from "./study";
import { goodCount, splitTrials } from "./tpe";
import type { Report, Trial, TrialState } from "./trial";

const trial = (id: number, state: TrialState, value: number | null, reports: Report[] = []): Trial => ({
  id,
  params: {},
  state,
  value,
  reports,
});
const ids = (trials: readonly Trial[]) => trials.map(({ id }) => id);

describe("the cut into good and other trials", () => {
  it("takes a tenth, rounded up, and at most 25", () => {
    expect([0, 1, 10, 11, 100, 250, 1000].map(goodCount)).toEqual([0, 1, 1, 2, 10, 25, 25]);
  });

  it("ranks complete trials first, pruned ones by how far they got, and keeps the order of asking", () => {
    const trials = [
      trial(0, "complete", 5),
      trial(1, "pruned", null, [[3, 1]]),
      trial(2, "failed", null),
      trial(3, "running", null),
      trial(4, "complete", 2),
      ...Array.from({ length: 8 }, (_, i) => trial(5 + i, "pruned", null, [[1, i]])),
    ];
    // 11 finished: two are good.
    expect(ids(splitTrials(trials, "minimize", true).below)).toEqual([0, 4]);
    expect(ids(splitTrials(trials, "minimize", true).above)).toEqual([1, 3, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(ids(splitTrials(trials, "minimize", false).above)).toEqual([1, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(ids(splitTrials(trials.slice(0, 5), "maximize", true).below)).toEqual([0]);
    const onlyPruned = [
      trial(0, "pruned", null),
      trial(1, "pruned", null, [[1, 9]]),
      trial(2, "pruned", null, [[4, 99]]),
    ];
    expect(ids(splitTrials(onlyPruned, "minimize", true).below)).toEqual([2]);
  });
});

interface Problem {
  readonly name: string;
  readonly space: SearchSpace;
  readonly loss: (params: ParamValues) => number;
}

const number = (value: unknown) => Number(value);
const problems: Problem[] = [
  {
    name: "a bowl in five dimensions",
    space: searchSpace(
      Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`x${i}`, { float: [-5, 5] as [number, number] }])),
    ),
    loss: (params) => Object.values(params).reduce<number>((sum, x, i) => sum + (number(x) - i + 2) ** 2, 0),
  },
  {
    name: "Branin's function",
    space: searchSpace({ x: { float: [-5, 10] }, y: { float: [0, 15] } }),
    loss: ({ x: first, y: second }) => {
      const [x, y] = [number(first), number(second)];
      const bowl = y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6;
      return bowl ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10 - 0.397887;
    },
  },
  {
    name: "mixed and conditional parameters on logarithmic scales",
    space: searchSpace({
      kind: ["a", "b", "c", "d"],
      rate: { float: [1e-5, 1], log: true },
      leaves: { int: [2, 1024], log: true },
      depth: { int: [1, 30], when: { kind: ["b", "c"] } },
    }),
    loss: ({ kind, rate, leaves, depth }) =>
      ({ a: 2, b: 0, c: 1, d: 3 })[kind as "a"] +
      Math.abs(Math.log10(number(rate) / 0.003)) +
      Math.abs(Math.log2(number(leaves) / 60)) +
      (depth === undefined ? 0 : Math.abs(number(depth) - 11) / 5),
  },
];

function bestLoss({ space, loss }: Problem, kind: "tpe" | "random", seed: number, parallel = 1): number {
  const study = createStudy({ space, sampler: { kind }, direction: "minimize", seed });
  for (let i = 0; i < 80; i += parallel) {
    const asked = Array.from({ length: parallel }, () => study.ask());
    for (const each of asked) if (each) study.tell(each.id, loss(each.params));
  }
  return study.best?.value ?? Infinity;
}

describe("TPE against random search, 80 trials, 8 seeds", () => {
  const seeds = Array.from({ length: 8 }, (_, seed) => seed);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it.each(problems)("finds less than 0.6 of the loss on $name", (problem) => {
    const tpe = mean(seeds.map((seed) => bestLoss(problem, "tpe", seed)));
    const random = mean(seeds.map((seed) => bestLoss(problem, "random", seed)));
    expect(tpe / random).toBeLessThan(0.6);
  });

  it("asked for four at once still finds less than 0.75 of it", () => {
    const tpe = mean(seeds.map((seed) => bestLoss(problems[0], "tpe", seed, 4)));
    const random = mean(seeds.map((seed) => bestLoss(problems[0], "random", seed)));
    expect(tpe / random).toBeLessThan(0.75);
  });
});

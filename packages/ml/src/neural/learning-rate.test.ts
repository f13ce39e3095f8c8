import { describe, expect, it } from "vitest";
import { learningRate, type LearningRateOptions } from "./learning-rate";

const options: LearningRateOptions = {
  schedule: "constant",
  initial: 0.8,
  least: 0,
  gamma: 0.5,
  stepSize: 2,
  patience: 2,
  tol: 0.01,
  epochs: 4,
};

const rates = (changes: Partial<LearningRateOptions>, epochs = 5) => {
  const rate = learningRate({ ...options, ...changes });
  return Array.from({ length: epochs }, (_, i) => +rate.at(i + 1).toFixed(6));
};

describe("learningRate", () => {
  it("stays, or steps down every so many epochs, never below the least", () => {
    expect(rates({})).toEqual([0.8, 0.8, 0.8, 0.8, 0.8]);
    expect(rates({ schedule: "step" })).toEqual([0.8, 0.8, 0.4, 0.4, 0.2]);
    expect(rates({ schedule: "step", least: 0.3 })).toEqual([0.8, 0.8, 0.4, 0.4, 0.3]);
  });

  it("falls along half a cosine from the first to the least", () => {
    // 0.4 (1 + cos(pi k / 4)), and with a least of 0.2 the same between 0.2 and 0.8.
    expect(rates({ schedule: "cosine" })).toEqual([0.8, 0.682843, 0.4, 0.117157, 0]);
    expect(rates({ schedule: "cosine", least: 0.2 }, 3)).toEqual([0.8, 0.712132, 0.5]);
  });

  it("falls when the loss has not fallen for as long as its patience", () => {
    const rate = learningRate({ ...options, schedule: "reduce_on_plateau", least: 0.3 });
    const after = (loss: number) => {
      rate.observe(loss);
      return rate.at(1);
    };
    // Falls of at most 0.01 do not count.
    expect([1, 0.9, 0.895, 0.9].map(after)).toEqual([0.8, 0.8, 0.8, 0.4]);
    expect([0.5, 0.5, 0.5].map(after)).toEqual([0.4, 0.4, 0.3]);
    expect(after(NaN)).toBe(0.3);
  });
});

import { describe, expect, it } from "vitest";
import { judgeOverfitting } from "./overfitting";

const side = (r2: number | null, rows = 500) => ({ rows, metrics: { r2 } });
const ranked = (roc_auc: number, rows = 500) => ({ rows, metrics: { roc_auc } });

describe("judgeOverfitting", () => {
  it("judges by the share of R² that the test rows lack", () => {
    const verdict = (train: number, test: number) =>
      judgeOverfitting("regression", side(train), side(test)).verdict;
    expect(verdict(0.9, 0.82)).toBe("none");
    expect(verdict(1, 0.89)).toBe("mild");
    expect(verdict(0.975, 0.822)).toBe("mild");
    expect(verdict(1, 0.75)).toBe("strong");
    expect(verdict(0.8, -0.3)).toBe("strong");
    expect(verdict(0.7, 0.8)).toBe("none");
  });

  it("judges a classifier by how far it is from guessing", () => {
    const verdict = (train: number, test: number) =>
      judgeOverfitting("classification", ranked(train), ranked(test));
    // Skills 1 and 0.9, 1 and 0.5.
    expect(verdict(1, 0.96)).toMatchObject({ verdict: "none", lost: expect.closeTo(0.08, 12) as number });
    expect(verdict(1, 0.94)).toMatchObject({ verdict: "mild", lost: expect.closeTo(0.12, 12) as number });
    expect(verdict(1, 0.75)).toMatchObject({ verdict: "strong", lost: 0.5, metric: "roc_auc" });
  });

  it("says it in one sentence", () => {
    expect(judgeOverfitting("regression", side(0.975), side(0.822)).sentence).toBe(
      "Mild overfitting: R² is 0.975 on the training rows and 0.822 on the test rows; 16% of what the model learned does not hold for new rows.",
    );
    expect(judgeOverfitting("regression", side(1), side(0.5, 12)).sentence).toMatch(
      /With only 12 test rows this is uncertain\.$/,
    );
  });

  it("finds nothing lost where nothing was learned", () => {
    expect(judgeOverfitting("regression", side(0), side(-0.4))).toMatchObject({ verdict: "none", lost: 0 });
    expect(judgeOverfitting("classification", ranked(0.5), ranked(0.4)).verdict).toBe("none");
  });

  it("does not judge what it cannot compare", () => {
    expect(judgeOverfitting("regression", side(0.9), undefined)).toMatchObject({
      verdict: null,
      lost: null,
      sentence: "Overfitting cannot be judged: there are no test rows.",
    });
    expect(judgeOverfitting("regression", side(0.9), side(null)).verdict).toBeNull();
  });
});

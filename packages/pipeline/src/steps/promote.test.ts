import { describe, expect, it } from "vitest";
import { decidePromotion, type PromotionInput } from "./promote";
import { decideRegistration } from "./register";

const input: PromotionInput = {
  promote: { to: "Staging", when: "better", margin: 0 },
  model: "m",
  metric: "rmse",
  testRows: 4128,
  challengers: [
    { number: 4, run: "random_forest_150", value: 48_000 },
    { number: 5, run: "gradient_boosting_300", value: 44_888 },
  ],
  champion: { number: 3, stage: "Production", value: 48_000, problem: null },
};

describe("the gate", () => {
  it("promotes the best challenger that beats the champion, and says by how much", () => {
    const decision = decidePromotion(input);
    expect(decision).toMatchObject({
      outcome: "promoted",
      stage: "Staging",
      challenger: { number: 5, value: 44_888 },
      champion: { number: 3, stage: "Production", value: 48_000 },
    });
    expect(decision.summary).toBe(
      "v5 (gradient_boosting_300) beats champion v3 (Production) by 3,112 RMSE on the same 4,128 test rows: moved to Staging.",
    );
    expect(decision.reasons).toEqual([
      "The best of this run is v5 (gradient_boosting_300): RMSE 44,888 on 4,128 test rows.",
      "The champion v3 (Production) has RMSE 48,000 on the same 4,128 test rows.",
    ]);
  });

  it("keeps the champion where the gain is within the margin, zero, or a loss", () => {
    const within = decidePromotion({ ...input, promote: { to: "Staging", when: "better", margin: 5000 } });
    expect(within.outcome).toBe("kept");
    expect(within.summary).toContain("by only 3,112 RMSE");
    const champion = { number: 3, stage: "Production", value: 44_888, problem: null };
    expect(decidePromotion({ ...input, champion }).summary).toContain("is exactly as good as");
    expect(decidePromotion({ ...input, champion: { ...champion, value: 40_000 } }).summary).toContain(
      "is worse than champion v3 (Production) by 4,888 RMSE",
    );
  });

  it("goes by the metric's own direction", () => {
    const decision = decidePromotion({
      ...input,
      metric: "r2",
      challengers: [
        { number: 4, run: "a", value: 0.8 },
        { number: 5, run: "b", value: 0.7 },
      ],
      champion: { number: 3, stage: "Staging", value: 0.75, problem: null },
    });
    expect(decision).toMatchObject({ outcome: "promoted", direction: "maximize", challenger: { number: 4 } });
  });

  it("moves nothing where the champion cannot be judged, and tells why", () => {
    const problem = "It predicts rent, not price.";
    const decision = decidePromotion({
      ...input,
      champion: { number: 3, stage: "Production", value: null, problem },
    });
    expect(decision.outcome).toBe("kept");
    expect(decision.summary).toContain(problem);
  });

  it("promotes without a champion, always where asked, and never where not", () => {
    expect(decidePromotion({ ...input, champion: null }).outcome).toBe("promoted");
    const worse = { number: 3, stage: "Production", value: 1, problem: null };
    const always = { to: "Staging" as const, when: "always" as const, margin: 0 };
    expect(decidePromotion({ ...input, champion: worse, promote: always }).outcome).toBe("promoted");
    expect(decidePromotion({ ...input, promote: undefined }).outcome).toBe("not_requested");
    expect(decidePromotion({ ...input, promote: { ...always, when: "never" } }).outcome).toBe(
      "not_requested",
    );
  });

  it("leaves a version that is the champion already where it is, and never promotes a NaN", () => {
    const itself = decidePromotion({
      ...input,
      champion: { number: 5, stage: "Staging", value: 44_888, problem: null },
    });
    expect(itself).toMatchObject({ outcome: "kept" });
    expect(itself.summary).toContain("stays in Staging");
    const nan = decidePromotion({ ...input, challengers: [{ number: 6, run: "x", value: null }] });
    expect(nan).toMatchObject({ outcome: "kept", challenger: null });
  });
});

describe("registering", () => {
  const candidates = [
    { name: "a", value: 10 },
    { name: "b", value: 5 },
    { name: "c", value: null },
  ];
  const names = (
    policy: "always" | "if_better" | "never",
    champion: { number: number; value: number } | null = null,
  ) =>
    decideRegistration({ policy, enabled: true, metric: "rmse", candidates, champion })
      .filter(({ register }) => register)
      .map(({ name }) => name);

  it("follows the policy", () => {
    expect(names("always")).toEqual(["a", "b", "c"]);
    expect(names("never")).toEqual([]);
    expect(names("if_better")).toEqual(["b"]);
    expect(names("if_better", { number: 1, value: 8 })).toEqual(["b"]);
    expect(names("if_better", { number: 1, value: 4 })).toEqual([]);
  });

  it("does nothing where enable_mlflow is false", () => {
    const decisions = decideRegistration({
      policy: "always",
      enabled: false,
      metric: "rmse",
      candidates,
      champion: null,
    });
    expect(decisions.map(({ register }) => register)).toEqual([false, false, false]);
    expect(decisions[0].reason).toBe("a is not registered: enable_mlflow is false.");
  });
});

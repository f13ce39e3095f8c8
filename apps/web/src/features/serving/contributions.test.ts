import { expect, it } from "vitest";
import { explainedQuantity, sortContributions } from "./contributions";

it("puts what moved the answer most first, up or down", () => {
  const contributions = [
    { column: "age", value: 1 },
    { column: "rooms", value: -3 },
    { column: "place", value: 2 },
  ];
  expect(sortContributions(contributions)).toEqual([
    { label: "rooms", value: -3 },
    { label: "place", value: 2 },
    { label: "age", value: 1 },
  ]);
});

it("says what the contributions add up to", () => {
  expect(explainedQuantity({ quantity: "value", class: null })).toBe("Predicted value");
  expect(explainedQuantity({ quantity: "margin", class: null })).toBe("Predicted value");
  expect(explainedQuantity({ quantity: "probability", class: "yes" })).toBe("Probability of yes");
  expect(explainedQuantity({ quantity: "margin", class: 0 })).toBe(
    "Score of 0, before it becomes a probability",
  );
});

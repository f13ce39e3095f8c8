import { describe, expect, it } from "vitest";
import { explainRun, stepKey } from "./key";

const step = { id: "train", codeVersion: 1 };

describe("a step's key", () => {
  it("depends on code, parameters and inputs, and on nothing else", () => {
    const key = stepKey(step, { n_estimators: 100, nested: { b: 1, a: [1, 2] } }, { data: "h1" });
    expect(key.parts).toEqual({
      code: "1",
      n_estimators: "100",
      "nested.b": "1",
      "nested.a": "[1,2]",
      "input:data": "h1",
    });
    expect(stepKey(step, { nested: { a: [1, 2], b: 1 }, n_estimators: 100 }, { data: "h1" }).hash).toBe(
      key.hash,
    );
    const others = [
      stepKey(
        { ...step, codeVersion: 2 },
        { n_estimators: 100, nested: { b: 1, a: [1, 2] } },
        { data: "h1" },
      ),
      stepKey({ ...step, id: "other" }, { n_estimators: 100, nested: { b: 1, a: [1, 2] } }, { data: "h1" }),
      stepKey(step, { n_estimators: 101, nested: { b: 1, a: [1, 2] } }, { data: "h1" }),
      stepKey(step, { n_estimators: 100, nested: { b: 1, a: [1, 2] } }, { data: "h2" }),
    ];
    expect(new Set([key.hash, ...others.map(({ hash }) => hash)]).size).toBe(5);
  });

  it("says which part changed", () => {
    const before = {
      runNumber: 3,
      parts: stepKey(step, { trees: 100, depth: 5 }, { "prepared data": "h1" }).parts,
    };
    const explain = (params: Record<string, unknown>, data: string) =>
      explainRun(stepKey(step, params, { "prepared data": data }).parts, before);
    expect(explainRun({}, null)).toBe("Runs for the first time.");
    expect(explain({ trees: 150, depth: 5 }, "h1")).toBe(
      "Runs since trees changed from 100 to 150 (compared with run 3).",
    );
    expect(explain({ trees: 100, seed: 1 }, "h2")).toBe(
      "Runs since depth is no longer set and the prepared data changed and seed is set to 1 (compared with run 3).",
    );
    expect(explain({ trees: 100, depth: 5 }, "h1")).toBe("Runs again: run 3 left nothing to reuse.");
  });
});

import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { parsePipelineConfig } from "@pipepilot/pipeline/config/parse";
import { formValues, newConfigText, withCandidate, withValue } from "./config-text";

const LOAN = newConfigText({
  dataset: "loan",
  target: "Loan_Status",
  drop: ["Loan_ID"],
  train: { type: "random_forest", n_estimators: 150 },
  model: "loan_predictor",
  promoteTo: "Staging",
});

/** An alias that deep in what an alias stands for. */
const BOMB = Array.from({ length: 9 }, (_, i) =>
  i === 0
    ? "a0: &a0 [x, x]"
    : `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
).join("\n");

describe("a text that is still being written", () => {
  it.each([
    ["an alias of nothing", "dataset: *nope\ntarget: y\n"],
    ["an alias that multiplies", `${BOMB}\ntarget: *a8\n`],
    ["endless nesting", `dataset: ${"[".repeat(50_000)}`],
    ["a broken map", "dataset: {"],
    ["a tag nobody knows", "dataset: !!js/function x\ntarget: !unknown y\n"],
  ])("with %s neither throws nor changes, and the check tells it", (_, text) => {
    expect(() => formValues(text)).not.toThrow();
    expect(() => withCandidate(text, { type: "linear" })).not.toThrow();
    if (formValues(text) === null) expect(withValue(text, ["target"], "z")).toBe(text);
    expect(parsePipelineConfig(text)).toHaveProperty("problems");
  });

  it.each([
    ["an alias", "train: *t", ["train", 0, "n_estimators"], 5],
    ["what an alias needs", "register: { model: *t }", ["base"], undefined],
    ["a word where a map belongs", "evaluate: x", ["evaluate", "primary_metric"], "mae"],
  ])("keeps %s as it is", (_, line, path, value) => {
    const text = `dataset: d\ntarget: y\nbase: &t { type: baseline }\n${line}\n`;
    expect(withValue(text, path, value)).toBe(text);
  });

  it("may repeat what is marked", () => {
    const text = "dataset: &name homes\ntarget: y\nregister: { model: *name }\n";
    expect(formValues(text)).toMatchObject({ model: "homes" });
    expect(withValue(text, ["target"], "z")).toContain("target: z");
  });
});

describe("newConfigText", () => {
  it("writes only what differs from the defaults, in the order of the docs", () => {
    expect(LOAN).toBe(
      [
        "dataset: loan",
        "target: Loan_Status",
        "prepare:",
        "  drop:",
        "    - Loan_ID",
        "train:",
        "  - type: random_forest",
        "    n_estimators: 150",
        "register:",
        "  model: loan_predictor",
        "promote:",
        "  to: Staging",
        "  when: better",
        "",
      ].join("\n"),
    );
  });

  it("makes a config the server accepts", () => {
    expect(parsePipelineConfig(LOAN)).toMatchObject({ config: { dataset: "loan", target: "Loan_Status" } });
  });

  it("quotes names that YAML would read as something else", () => {
    const text = newConfigText({
      dataset: "2024",
      target: "yes: no",
      drop: [],
      train: { type: "baseline" },
      model: "m",
      promoteTo: null,
    });
    expect(parse(text)).toMatchObject({ dataset: "2024", target: "yes: no" });
    expect(text).not.toContain("promote");
  });
});

describe("formValues", () => {
  it("reads back what was written", () => {
    expect(formValues(LOAN)).toEqual({
      target: "Loan_Status",
      task: "",
      metric: "",
      drop: ["Loan_ID"],
      candidates: [{ type: "random_forest", n_estimators: 150 }],
      model: "loan_predictor",
      promoteTo: "Staging",
    });
  });

  it("takes one candidate without a list as the first", () => {
    expect(formValues("train: { type: linear, alpha: 2 }")?.candidates).toEqual([
      { type: "linear", alpha: 2 },
    ]);
  });

  it("answers null for text that is no YAML map", () => {
    expect(formValues("train: [")).toBeNull();
    expect(formValues("- a\n- b")).toBeNull();
  });
});

describe("withValue", () => {
  it("changes one value and keeps comments and everything the form does not know", () => {
    const text =
      "dataset: loan # ours\nseed: 7\ntrain:\n  - type: random_forest\n    n_estimators: 100 # small\n";
    expect(withValue(text, ["train", 0, "n_estimators"], 150)).toBe(
      "dataset: loan # ours\nseed: 7\ntrain:\n  - type: random_forest\n    n_estimators: 150 # small\n",
    );
  });

  it("makes the maps on the way and takes empty ones out again", () => {
    const text = withValue("dataset: loan\n", ["evaluate", "primary_metric"], "f1");
    expect(text).toBe("dataset: loan\nevaluate:\n  primary_metric: f1\n");
    expect(withValue(text, ["evaluate", "primary_metric"], undefined)).toBe("dataset: loan\n");
  });

  it("writes into the only candidate where train is no list", () => {
    expect(withValue("train:\n  type: linear\n", ["train", 0, "alpha"], 2)).toBe(
      "train:\n  type: linear\n  alpha: 2\n",
    );
  });

  it("leaves text alone that cannot be read", () => {
    expect(withValue("train: [", ["target"], "x")).toBe("train: [");
  });
});

describe("withCandidate", () => {
  it("adds to the list", () => {
    expect(parse(withCandidate(LOAN, { type: "linear" })).train).toEqual([
      { type: "random_forest", n_estimators: 150 },
      { type: "linear" },
    ]);
  });

  it("makes a list of a single candidate first", () => {
    expect(parse(withCandidate("train: { type: baseline }", { type: "linear" })).train).toEqual([
      { type: "baseline" },
      { type: "linear" },
    ]);
  });
});

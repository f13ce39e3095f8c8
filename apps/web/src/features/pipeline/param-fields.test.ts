import { describe, expect, it } from "vitest";
import { z } from "zod";
import { familyForms, paramFields } from "./param-fields";
import { paramOfText, textOfParam } from "./param-text";

describe("paramFields", () => {
  it("reads kind, default and words from the schema", () => {
    const schema = z.strictObject({
      trees: z.int().min(1).default(100).describe("Number of trees."),
      depth: z.int().nullable().default(null).describe("Deepest; empty: no limit."),
      features: z.union([z.enum(["auto", "sqrt"]), z.number()]).default("auto"),
      solver: z.enum(["adam", "sgd"]).default("adam"),
      layers: z.array(z.int()).default([64, 64]),
      bootstrap: z.boolean().default(true),
    });
    expect(paramFields(schema)).toEqual([
      { name: "trees", hint: "Number of trees", kind: "number", default: 100, nullable: false, options: [] },
      {
        name: "depth",
        hint: "Deepest; none: no limit",
        kind: "number",
        default: null,
        nullable: true,
        options: [],
      },
      {
        name: "features",
        hint: "",
        kind: "mixed",
        default: "auto",
        nullable: false,
        options: ["auto", "sqrt"],
      },
      {
        name: "solver",
        hint: "",
        kind: "choice",
        default: "adam",
        nullable: false,
        options: ["adam", "sgd"],
      },
      { name: "layers", hint: "", kind: "list", default: [64, 64], nullable: false, options: [] },
      { name: "bootstrap", hint: "", kind: "boolean", default: true, nullable: false, options: [] },
    ]);
  });
});

describe("familyForms", () => {
  it("puts trees and depth first and loses no parameter", () => {
    const forest = familyForms().find(({ id }) => id === "random_forest");
    expect(forest?.main.map(({ name }) => name)).toEqual(["n_estimators", "max_depth"]);
    expect(forest?.more.map(({ name }) => name)).toContain("min_samples_leaf");
  });

  it("has a form with a hint at every field for every family", () => {
    for (const { main, more } of familyForms()) {
      expect(main.length).toBeGreaterThan(0);
      for (const field of [...main, ...more]) expect(field.hint, field.name).not.toBe("");
    }
  });
});

describe("typed parameters", () => {
  const number = { kind: "number", nullable: true } as const;

  it("are numbers, lists, words or nothing", () => {
    expect(paramOfText(number, " 150 ")).toBe(150);
    expect(paramOfText(number, "none")).toBeNull();
    expect(paramOfText(number, "")).toBeUndefined();
    expect(paramOfText({ kind: "list", nullable: false }, "64, 32")).toEqual([64, 32]);
    expect(paramOfText({ kind: "mixed", nullable: false }, "sqrt")).toBe("sqrt");
    expect(paramOfText({ kind: "mixed", nullable: false }, "0.5")).toBe(0.5);
  });

  it("that are no numbers stay text for the config's check to judge", () => {
    expect(paramOfText(number, "many")).toBe("many");
  });

  it("read back as they were typed", () => {
    for (const text of ["150", "none", "", "0.5"]) expect(textOfParam(paramOfText(number, text))).toBe(text);
    expect(textOfParam([64, 64])).toBe("64, 64");
  });
});

import { expect, it } from "vitest";
import { z } from "zod";
import { parsePipelineConfig } from "./parse";
import { plainMessage } from "./message";

const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => plainMessage(message));

it("says what a value must be instead of what a parser expected", () => {
  expect(said(z.number(), "lots")).toEqual(["must be a number"]);
  expect(said(z.int(), 1.5)).toEqual(["must be a whole number"]);
  expect(said(z.int().min(1), 0)).toEqual(["must be at least 1"]);
  expect(said(z.number().gt(0), 0)).toEqual(["must be more than 0"]);
  expect(said(z.number().lt(1), 1)).toEqual(["must be less than 1"]);
  expect(said(z.enum(["mean", "median"]), "mode")).toEqual(["must be one of mean, median"]);
  expect(said(z.array(z.string()), "a")).toEqual(["must be an array"]);
  expect(said(z.string().min(1), "")).toEqual(["must not be empty"]);
});

it("leaves sentences of our own alone", () => {
  expect(plainMessage("is not a known key")).toBe("is not a known key");
});

it("speaks so of candidates' parameters too", () => {
  const text = "dataset: a\ntarget: b\ntrain:\n  - type: random_forest\n    n_estimators: lots\n";
  expect(parsePipelineConfig(text)).toEqual({
    problems: [{ path: "train.0.n_estimators", message: "must be a number", line: 5 }],
  });
});

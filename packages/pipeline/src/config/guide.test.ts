import { describe, expect, it } from "vitest";
import { guideBlocks, nameOf } from "../../../tooling/guide";
import { parsePipelineConfig } from "./parse";

/** What stands around a part of a config. */
const AROUND = "dataset: housing\ntarget: median_house_value\n";

describe("the documents' configs", () => {
  it.each(guideBlocks("config").map((block): [string, string] => [nameOf(block), block.text]))(
    "%s is one",
    (_, text) => {
      expect(parsePipelineConfig(text)).toHaveProperty("config");
    },
  );

  it.each(guideBlocks("config-part").map((block): [string, string] => [nameOf(block), block.text]))(
    "%s is a part of one",
    (_, text) => {
      const train = /^train:/m.test(text)
        ? ""
        : "train: [{ type: random_forest }, { type: gradient_boosting }]\n";
      expect(parsePipelineConfig(AROUND + train + text)).not.toHaveProperty("problems");
    },
  );

  it.each(
    guideBlocks("refused").map((block): [string, string, string | null] => [
      nameOf(block),
      block.text,
      block.outcome,
    ]),
  )("%s is refused as it says", (_, text, outcome) => {
    const parsed = parsePipelineConfig(text);
    const problems = "problems" in parsed ? parsed.problems : [];
    expect(problems.map(({ line, path, message }) => `line ${line}: ${path} ${message}\n`).join("")).toBe(
      outcome,
    );
  });
});

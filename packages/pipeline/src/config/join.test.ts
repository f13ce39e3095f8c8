import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical";
import { joinKeys, parseAggregate } from "./join";
import { parsePipelineConfig, validatePipelineConfig } from "./parse";

const text = (join: string) => `dataset: d\ntarget: y\ntrain: {}\njoin:\n  - ${join}\n`;
function problemsOf(join: string) {
  const parsed = parsePipelineConfig(text(join));
  return "problems" in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

describe("a join in the config", () => {
  it("has its defaults filled in and reads again to the same", () => {
    const parsed = parsePipelineConfig(text("{ dataset: areas, on: zip }"));
    if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.config.join).toEqual([
      { dataset: "areas", version: "latest", on: "zip", how: "left", prefix: "" },
    ]);
    expect(validatePipelineConfig(JSON.parse(canonicalJson(parsed.config)))).toEqual(parsed);
    expect(
      problemsOf(
        "{ dataset: areas, version: 3, on: { area: zip }, how: inner, columns: [income], prefix: a_ }",
      ),
    ).toEqual([]);
    expect(
      problemsOf(
        "{ dataset: areas, on: [zip], aggregate: { by: [zip], columns: { m: mean(income), n: count() } } }",
      ),
    ).toEqual([]);
  });

  it("is absent where there is none, so that older configs keep their hash", () => {
    const parsed = parsePipelineConfig("dataset: d\ntarget: y\ntrain: {}\n");
    expect("config" in parsed && "join" in parsed.config).toBe(false);
  });

  it("says of each problem where it is", () => {
    expect(problemsOf("{ dataset: areas }")[0]).toMatch(/^join\.0\.on: /);
    expect(problemsOf("{ dataset: areas, on: [] }")).toEqual([
      "join.0.on: must be a column, a list of columns, or a map from the columns here to those of the joined dataset",
    ]);
    expect(problemsOf("{ dataset: areas, on: zip, version: newest }")).toEqual([
      "join.0.version: must be latest or a version's number",
    ]);
    expect(problemsOf("{ dataset: areas, on: zip, how: outer }")).toEqual([
      "join.0.how: must be one of left, inner",
    ]);
    expect(problemsOf("{ dataset: areas, on: zip, aggregate: { columns: { m: mode(income) } } }")).toEqual([
      "join.0.aggregate.columns.m: must be one of count(column), sum(column), mean(column), min(column), max(column), median(column), std(column), nunique(column), or count()",
    ]);
    expect(
      problemsOf("{ dataset: areas, on: zip, aggregate: { by: [zip, day], columns: { n: count() } } }"),
    ).toEqual(["join.0.aggregate.by: must be the keys it is joined by, zip, so that each finds one row"]);
    expect(
      problemsOf("{ dataset: areas, on: zip, columns: [a], aggregate: { columns: { n: count() } } }"),
    ).toEqual(["join.0.columns: cannot stand beside aggregate, which names its own"]);
    expect(problemsOf("{ dataset: areas, on: zip, left: true }")).toEqual([
      "join.0.left: is not a known key",
    ]);
  });
});

describe("joinKeys and parseAggregate", () => {
  it("read every form", () => {
    expect(joinKeys("zip")).toEqual([{ left: "zip", right: "zip" }]);
    expect(joinKeys(["a", "b"]).map(({ right }) => right)).toEqual(["a", "b"]);
    expect(joinKeys({ area: "zip" })).toEqual([{ left: "area", right: "zip" }]);
    expect(parseAggregate("mean(two words)")).toEqual({ function: "mean", column: "two words" });
    expect(parseAggregate(" nunique( f(x) ) ")).toEqual({ function: "nunique", column: "f(x)" });
    expect([parseAggregate("count()"), parseAggregate("count(*)")]).toEqual([
      { function: "count", column: null },
      { function: "count", column: null },
    ]);
  });
});

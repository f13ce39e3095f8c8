import { DomainError } from "@pipepilot/domain/errors";
import { describe, expect, it } from "vitest";
import { unreadable } from "./parameter";
import { placeInRequest, placeText } from "./place";
import { normalPath, pythonFloat, pythonJson, pythonText } from "./python";
import { inMlflowsWords } from "./refusal";

describe("as Python writes it", () => {
  it.each([
    ["plain", "'plain'"],
    ["it's", `"it's"`],
    [`it's "so"`, `'it\\'s "so"'`],
    ["a\\b\n", "'a\\\\b\\n'"],
  ])("%j is a text in quotes", (text, written) => expect(pythonText(text)).toBe(written));

  it.each([
    ["é", '"\\u00e9"'],
    ["🦉", '"\\ud83e\\udd89"'],
    [1.5, "1.5"],
    [true, "true"],
    [[1, [2]], "[...]"],
    [{ a: 1 }, "{...}"],
    ["x".repeat(5000), `"${"x".repeat(999)}...`],
  ])("%j is JSON in ASCII, and never long", (value, written) => expect(pythonJson(value)).toBe(written));

  it.each([
    [1, "1.0"],
    [-3, "-3.0"],
    [0.5, "0.5"],
    ["NaN", "NaN"],
  ])("%j is a float", (value, written) => expect(pythonFloat(value)).toBe(written));

  // Python 3.13's posixpath.normpath.
  it.each([
    ["a/", "a"],
    ["a//b", "a/b"],
    ["./a/./b", "a/b"],
    ["a/../b", "b"],
    ["a/../../b", "../b"],
    ["../../a", "../../a"],
    ["/../a", "/a"],
    ["//a", "//a"],
    ["///a", "/a"],
    [".", "."],
    ["a/..", "."],
    ["/", "/"],
  ])("the path %j is %j", (path, normal) => expect(normalPath(path)).toBe(normal));
});

describe("the place of what is wrong", () => {
  it.each([
    ["points.3.key", undefined, "metrics[3].key"],
    ["experimentIds.0", undefined, "experiment_ids[0]"],
    ["points.0.key", { "points.0": "" }, "key"],
    ["datasets.2.sourceType", { "datasets.*": "datasets.*.dataset" }, "datasets[2].dataset.source_type"],
    [
      "datasets.2.tags.1.key",
      { "datasets.*": "x", "datasets.*.tags": "datasets.*.tags" },
      "datasets[2].tags[1].key",
    ],
    ["limit", undefined, "max_results"],
    ["name", { name: "new_name" }, "new_name"],
  ])("%s of a verb, with the names %j, is the request's %s", (path, fields, expected) =>
    expect(placeText(placeInRequest(path, fields as Record<string, string> | undefined))).toBe(expected),
  );

  it("is that of the whole where it should have parts and has none", () => {
    expect(unreadable({ metrics: "m" }, ["metrics", 0, "key"])).toContain(
      `Invalid value "m" for parameter 'metrics'`,
    );
    expect(unreadable({ metrics: [{}] }, ["metrics", 0, "key"])).toContain("'metrics[0].key'");
    expect(unreadable({}, ["__proto__", "x"])).toContain(
      "Missing value for required parameter '__proto__.x'",
    );
  });
});

describe("an error", () => {
  const said = (error: DomainError, request: unknown = {}) => inMlflowsWords(error, { request });

  it("that MLflow has no words for keeps its own", () => {
    const error = new DomainError("invalid_input", "This cannot be.");
    expect(said(error)).toBe(error);
    const unknown = new DomainError("not_found", 'There is no comment "x" here.', {
      noun: "comment",
      name: "x",
    });
    expect(said(unknown)).toBe(unknown);
    const inherited = new DomainError("not_found", "No.", { noun: "toString", name: "x" });
    expect(said(inherited)).toBe(inherited);
  });

  it("keeps its code and its facts", () => {
    const facts = { noun: "run", name: "abc" };
    const error = new DomainError("not_found", 'There is no run "abc" here.', facts);
    expect(said(error)).toMatchObject({
      code: "not_found",
      message: "Run with id=abc not found",
      facts,
      cause: error,
    });
  });

  it("of a whole call is said as it is", () => {
    const problems = [{ path: "", message: "Both or neither." }];
    expect(said(new DomainError("invalid_input", "Both or neither.", { problems })).message).toBe(
      "Both or neither.",
    );
  });

  it("of a number names its bound, as a text of a query, too", () => {
    const problems = [{ path: "limit", message: "Too big", bound: { of: "number", most: 1000 } }];
    const error = new DomainError("invalid_input", "limit: Too big", { problems });
    expect(said(error, { max_results: "1001" }).message).toBe(
      "Invalid value 1001 for parameter 'max_results' supplied. It must be at most 1000",
    );
  });
});

import { describe, expect, it } from "vitest";
import { askedAt, filterSuggestions, nameSearch } from "./suggestions";

/** The text after each offer at the | is taken. */
function taken(marked: string, keys: string[] = []): string[] {
  const cursor = marked.indexOf("|");
  const text = marked.replace("|", "");
  const found = filterSuggestions(text, cursor, keys);
  if (!found) return [];
  return found.options.map((option) => text.slice(0, found.from) + option.text + text.slice(found.to));
}

describe("the offers of a filter box", () => {
  it("lead from a field over key, comparator and value to the next comparison", () => {
    expect(taken("met|")[0]).toBe("metrics.");
    expect(taken("metrics.r|", ["rmse", "val/r 2"])).toEqual(["metrics.rmse ", "metrics.`val/r 2` "]);
    expect(taken("metrics.rmse |").slice(0, 3)).toEqual([
      "metrics.rmse = ",
      "metrics.rmse != ",
      "metrics.rmse < ",
    ]);
    expect(taken("status = |")[2]).toBe("status = 'FINISHED' ");
    expect(taken("status = 'FI|")).toEqual(["status = 'FINISHED' "]);
    expect(taken("metrics.rmse < 3 |")).toEqual(["metrics.rmse < 3 AND "]);
  });

  it("are the runs of this name, where what is written is no field", () => {
    expect(taken("forest|")).toEqual(["run_name ILIKE '%forest%'"]);
    expect(nameSearch("random forest_200")).toBe("run_name ILIKE '%random forest_200%'");
    expect([nameSearch("metrics.rmse"), nameSearch("a = 'b'"), nameSearch("")]).toEqual([null, null, null]);
  });

  it("ask for the keys and values that hold what is typed", () => {
    expect(askedAt("metrics.val", 11)).toEqual({ of: "keys", kind: "metric", text: "val" });
    expect(askedAt("params.de = '1'", 9)).toEqual({ of: "keys", kind: "param", text: "de" });
    expect(askedAt("params.depth = '1", 17)).toEqual({ of: "values", param: "depth", text: "1" });
    expect([askedAt("status", 3), askedAt("datasets.na", 11), askedAt("tags.a = 'x", 11)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(taken("params.depth = '1|", ["10", "1", "it's"])).toEqual([
      "params.depth = '10' ",
      "params.depth = '1' ",
    ]);
    expect(taken("params.depth = |", ["it's"])).toEqual([`params.depth = "it's" `]);
  });
});

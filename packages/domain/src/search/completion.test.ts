import { describe, expect, it } from "vitest";
import { completeFilter } from "./completion";

describe("completing a filter", () => {
  /** "kind from-to options" at the | in the text. */
  const at = (marked: string) => {
    const position = marked.indexOf("|");
    const found = completeFilter("run", marked.replace("|", ""), position);
    return found && [found.kind, found.from, found.to, found.options.join(" ")];
  };
  const fields =
    "metrics. params. tags. datasets. run_id run_name status start_time end_time duration user_id artifact_uri";

  it("offers fields, keys, comparators, values and AND where they fit", () => {
    expect(at("|")).toEqual(["field", 0, 0, fields]);
    expect(at("met|")).toEqual(["field", 0, 3, fields]);
    expect(at("metrics.rm|")).toEqual(["key", 8, 10, ""]);
    expect(at("attributes.st|")).toEqual(["key", 11, 13, fields.split(" ").slice(4).join(" ")]);
    expect(at("datasets.|")).toEqual(["key", 9, 9, "name digest context"]);
    expect(at("metrics.rmse |")).toEqual(["comparator", 13, 13, "= != < <= > >="]);
    expect(at("status |= 'a'")).toEqual(["comparator", 7, 7, "= != LIKE ILIKE"]);
    expect(at("metrics.rmse < |")).toEqual(["value", 15, 15, ""]);
    expect(at("params.x = 'a|' AND status = 'b'")).toEqual(["value", 11, 14, ""]);
    expect(at("params.x = 'a' |")).toEqual(["and", 15, 15, "AND"]);
    expect(at("params.x = 'a' AND |")).toEqual(["field", 19, 19, fields]);
    expect(at("run_id IN (|")).toEqual(["value", 11, 11, ""]);
    expect(at("( |")).toBeNull();
  });

  it("says what the key and the value belong to", () => {
    expect(completeFilter("run", "params.x = ", 11)?.field).toEqual({ kind: "param", key: "x" });
    expect(completeFilter("run", "tags.", 5)?.fieldKind).toBe("tag");
  });
});

import { expect, it } from "vitest";
import { parseImportance } from "./importance";

it("reads what evaluation writes", () => {
  const written = {
    features: [{ feature: "ocean_proximity=INLAND", column: "ocean_proximity", importance: 0.14 }],
    columns: [{ column: "ocean_proximity", importance: 0.14 }],
  };
  expect(parseImportance(JSON.stringify(written))).toEqual({
    features: [{ feature: "ocean_proximity=INLAND", importance: 0.14 }],
    columns: written.columns,
  });
});

it("says null for a model without importance and for files of another kind", () => {
  expect(parseImportance('{"features":[],"columns":[]}')).toBeNull();
  expect(parseImportance('{"a":1}')).toBeNull();
  expect(parseImportance("not json")).toBeNull();
});

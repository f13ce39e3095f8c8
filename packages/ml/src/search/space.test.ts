import { describe, expect, it } from "vitest";
import { FAMILIES } from "../families";
import type { Task } from "../family";
import { createStudy } from "./study";
import { familySpaces, parameterOrder, searchSpace, searchSpaceSchema } from "./space";

const problems = (space: unknown) => {
  const parsed = searchSpaceSchema.safeParse(space);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
};

describe("a search space", () => {
  it("reads ranges, choices, lists and conditions, and reads again what it made of them", () => {
    const given = {
      max_depth: { int: [4, 24] },
      rate: { float: [1e-4, 1], log: true },
      booster: ["tree", "linear"],
      leaves: { int: [2, 64], log: true, when: { booster: "tree" } },
    };
    const space = searchSpaceSchema.parse(given);
    expect(space).toEqual({
      max_depth: { int: [4, 24], log: false, step: 1 },
      rate: { float: [1e-4, 1], log: true, step: null },
      booster: { choice: ["tree", "linear"] },
      leaves: { int: [2, 64], log: true, step: 1, when: { booster: ["tree"] } },
    });
    expect(searchSpaceSchema.parse(JSON.parse(JSON.stringify(space)))).toEqual(space);
  });

  it("says what is wrong where it is wrong", () => {
    expect(problems({ a: { int: [4, 2] } })).toEqual(["a.int must be [least, greatest], got [4, 2]"]);
    expect(problems({ a: { float: [0, 1], log: true } })).toEqual([
      "a.float.0 must be more than 0 on a logarithmic scale",
    ]);
    expect(problems({ a: { float: [1, 2], log: true, step: 0.1 } })).toEqual([
      "a.step must not be given with a logarithmic scale",
    ]);
    expect(problems({ a: { int: [1.5, 2] } })).toEqual([
      "a.int.0 Invalid input: expected int, received number",
    ]);
    expect(problems({ a: { choice: [], b: 1 } }).length).toBe(2);
    expect(problems({ a: 3 })[0]).toMatch(/^a must be \{ int: \[low, high\] \}/);
    expect(problems({ a: { float: [-1e308, 1e308] } })).toEqual([
      "a.float must be a range whose width is a number",
    ]);
    expect(problems({ a: { choice: [1], when: { b: 2 } } })).toEqual([
      "a.when.b is not a parameter of this space",
    ]);
    const loop = { a: { choice: [1], when: { b: 1 } }, b: { choice: [1], when: { a: 1 } } };
    expect(problems(loop)).toEqual(["a.when depends on itself"]);
  });

  it("gives a parameter only while those it depends on are there with such a value, at any depth", () => {
    const space = searchSpace({
      leaf: { int: [1, 9], when: { depth: [3, 4] } },
      depth: { int: [1, 4], when: { booster: ["tree"] } },
      booster: ["tree", "linear"],
    });
    expect(parameterOrder(space)).toEqual(["booster", "depth", "leaf"]);
    const study = createStudy({ space, sampler: { kind: "random" }, direction: "minimize", seed: 1 });
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const params = study.ask()?.params ?? {};
      seen.add(Object.keys(params).join(" "));
      expect("depth" in params).toBe(params.booster === "tree");
      expect("leaf" in params).toBe(params.depth === 3 || params.depth === 4);
    }
    expect([...seen].sort()).toEqual(["booster", "booster depth", "booster depth leaf"]);
  });

  it("joins families into one space with the family as its first choice", () => {
    const forest = searchSpace({
      bootstrap: [true, false],
      share: { float: [0, 1], when: { bootstrap: true } },
    });
    const joined = familySpaces({ forest, linear: searchSpace({ alpha: { float: [1, 2] } }) });
    expect(searchSpaceSchema.parse(joined)).toEqual({
      type: { choice: ["forest", "linear"] },
      "forest.bootstrap": { choice: [true, false], when: { type: ["forest"] } },
      "forest.share": {
        float: [0, 1],
        log: false,
        step: null,
        when: { type: ["forest"], "forest.bootstrap": [true] },
      },
      "linear.alpha": { float: [1, 2], log: false, step: null, when: { type: ["linear"] } },
    });
  });
});

describe("the families' own spaces", () => {
  const each = Object.values(FAMILIES).flatMap((family) =>
    family.tasks.map((task): [string, Task] => [family.id, task]),
  );
  it.each(each)("of %s for %s: 200 drawn parameters fit the family", (id, task) => {
    const family = FAMILIES[id as keyof typeof FAMILIES];
    const space = family.searchSpace(task);
    expect(searchSpaceSchema.parse(JSON.parse(JSON.stringify(space)))).toEqual(space);
    const study = createStudy({ space, sampler: { kind: "random" }, direction: "minimize", seed: 3 });
    for (let i = 0; i < 200; i++) {
      const { params } = study.ask() ?? { params: {} };
      expect(family.params.safeParse(params).error, JSON.stringify(params)).toBeUndefined();
    }
  });
});

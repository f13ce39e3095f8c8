import { describe, expect, it } from "vitest";
import { layoutGraph } from "./layout";

const edge = (text: string) => ({ from: text[0], to: text[1] });

describe("layoutGraph", () => {
  it("puts a node one column after the last it waits for", () => {
    const { columns } = layoutGraph(["a", "b", "c", "d"], ["ab", "bc", "ad", "cd"].map(edge));
    expect(columns).toEqual([["a"], ["b"], ["c"], ["d"]]);
  });

  it("centres shorter columns beside longer ones", () => {
    const { position, rows } = layoutGraph(
      ["a", "b", "c", "d", "e"],
      ["ab", "ac", "ad", "be", "ce", "de"].map(edge),
    );
    expect(rows).toBe(3);
    expect(position.get("a")).toEqual({ column: 0, row: 1 });
    expect(["b", "c", "d"].map((id) => position.get(id)!.row)).toEqual([0, 1, 2]);
  });

  it("gives edges that skip columns lanes that do not overlap", () => {
    const { lanes, laneCount } = layoutGraph(
      ["a", "b", "c", "d", "e"],
      ["ab", "bc", "cd", "de", "ac", "bd", "ce"].map(edge),
    );
    expect(lanes).toEqual([undefined, undefined, undefined, undefined, 0, 1, 0]);
    expect(laneCount).toBe(2);
  });

  it("refuses cycles and unknown nodes by name", () => {
    expect(() => layoutGraph(["a", "b"], ["ab", "ba"].map(edge))).toThrow("The graph has a cycle through a.");
    expect(() => layoutGraph(["a"], [edge("ax")])).toThrow("Edge a → x names an unknown node.");
  });
});

import { describe, expect, it } from "vitest";
import { colorScale } from "./color-scale";
import { legendDrawing } from "./legend-drawing";

describe("the legend of a saved picture", () => {
  it("has the whole ramp with its ends, and what has no value", () => {
    const { svg, height } = legendDrawing(
      colorScale({ id: "m", label: "<loss>" }, [1, 9, undefined]),
      [],
      800,
    );
    expect(svg.match(/<rect/g)).toHaveLength(9);
    expect(svg.match(/<text[^>]*>[^<]*/g)!.map((text) => text.split(">")[1])).toEqual([
      "&lt;loss",
      "1",
      "9",
      "no value",
    ]);
    expect(height).toBe(26);
  });

  it("has every name, on as many lines as these need", () => {
    const names = ["forest", "boosting", "linear"].map((label) => ({ label, color: "red" }));
    const { svg, height } = legendDrawing(undefined, names, 180);
    expect(["forest", "boosting", "linear"].every((name) => svg.includes(`>${name}<`))).toBe(true);
    expect(height).toBe(46);
  });

  it("takes no room where there is nothing to say", () => {
    expect(legendDrawing(undefined, [], 800)).toEqual({ svg: "", height: 0 });
  });
});

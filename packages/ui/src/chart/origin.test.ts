import { describe, expect, it } from "vitest";
import { axisTitle } from "../line-chart/types";
import { axisScale } from "./axis-scale";
import { beyondOrigin, fromOrigin, readFromOrigin } from "./origin";

const origin = "1700000000000000000";

describe("an axis with an origin", () => {
  it("draws whole numbers apart that are one as doubles, and reads each as it was", () => {
    const [one, next] = [1_700_000_000_000_000_006n, 1_700_000_000_000_000_007n];
    expect(Number(one)).toBe(Number(next));
    expect([one, next].map((value) => beyondOrigin(value, origin))).toEqual([6, 7]);
    expect([6, 7].map((drawn) => fromOrigin(drawn, origin))).toEqual([one, next]);
    expect(readFromOrigin(7, origin)).toBe("1,700,000,000,000,000,007");
    expect(axisScale({ origin }, [0, 19]).read(19)).toBe("1,700,000,000,000,000,019");
  });

  it("may begin below zero", () => {
    expect(beyondOrigin(5, "-9223372036854775808")).toBe(2 ** 63);
    expect(fromOrigin(8, "-9223372036854775808")).toBe(-9_223_372_036_854_775_800n);
  });

  it("says in its title where it begins", () => {
    expect(axisTitle({ label: "step", origin })).toBe("step − 1,700,000,000,000,000,000");
    expect(axisTitle({ label: "step", origin: "-9223372036854775808" })).toBe(
      "step + 9,223,372,036,854,775,808",
    );
    expect(axisTitle({ label: "step", origin: "0" })).toBe("step");
    expect(axisTitle({ label: "step" })).toBe("step");
  });
});

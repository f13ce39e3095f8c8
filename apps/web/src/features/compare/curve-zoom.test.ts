import { describe, expect, it } from "vitest";
import { isWithin, readZoom, zoomedSteps, zoomTo } from "./curve-zoom";

describe("a zoom into curves", () => {
  it("takes the steps that lie between its ends, as they were logged", () => {
    expect(zoomTo({ low: 9.2, high: 20.9 }, "step", undefined)).toEqual({ low: 10, high: 20 });
    expect(zoomTo({ low: 10, high: 10 }, "step", "0")).toEqual({ low: 10, high: 10 });
    expect(zoomTo({ low: 0.5, high: 3 }, "step", String(2n ** 62n))).toEqual({
      low: 2n ** 62n + 1n,
      high: 2n ** 62n + 3n,
    });
    expect(zoomTo({ low: 9.2, high: 9.8 }, "step", undefined)).toBe(null);
  });

  it("takes whole milliseconds around the ends of a time", () => {
    expect(zoomTo({ low: 9.2, high: 9.8 }, "relative", undefined)).toEqual({ low: 9, high: 10 });
  });

  it("asks for more points of the steps it shows, which times cannot be asked for by", () => {
    const zoom = { low: -1, high: 2n ** 62n };
    expect(zoomedSteps({ over: "step", zoom })).toEqual({ from: "-1", to: "4611686018427387904" });
    expect(zoomedSteps({ over: "time", zoom })).toBe(undefined);
    expect(zoomedSteps({ over: "step", zoom: null })).toBe(undefined);
  });

  it("has both its ends", () => {
    const zoom = { low: 10, high: 2n ** 62n };
    expect([9, 10, 2n ** 62n, 2n ** 62n + 1n].map((at) => isWithin(zoom, at))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isWithin(null, -1e300)).toBe(true);
  });

  it("is read in the words of the axis, however far it goes", () => {
    expect(readZoom({ low: -5, high: 2n ** 62n }, "step")).toBe("Steps -5 to 4,611,686,018,427,387,904");
    expect(readZoom({ low: 500, high: 90_000 }, "relative")).toBe("500 ms to 1 min 30 s");
    expect(readZoom({ low: 0, high: 2n ** 62n }, "time")).toBe(
      "1 Jan 1970, 00:00:00 UTC to 13 Sept 275760, 00:00:00 UTC",
    );
  });
});

import { expect, it } from "vitest";
import { plotOptions } from "./options";
import { yScale } from "./y-scale";

it("draws lines between the pixels too, so that a slow rise is no staircase", () => {
  const points = Array.from({ length: 900 }, (_, step) => [step, step / 1e4] as const);
  const series = [{ id: "loss", label: "loss", points }];
  const [x, y] = [{ label: "step" }, { label: "loss" }];
  const scale = yScale([points.map(([at]) => at), points.map(([, value]) => value)], {});
  const options = plotOptions({ series, x, y, scale, width: 400, height: 200, onCursor: () => undefined });
  expect(options.series[1].pxAlign).toBe(0);
});

import { expect, it } from "vitest";
import { metricCurves } from "./metric-curves";

const history = (runId: string, key: string, ...values: number[]) => ({
  runId,
  key,
  total: values.length,
  points: values.map((value, step) => ({ step, value, timestamp: new Date(0) })),
});

it("draws training and validation in one chart and leaves single values out", () => {
  expect(
    metricCurves([
      history("a", "validation_loss", 3, 2),
      history("a", "train_loss", 3, NaN),
      history("a", "rmse", 1),
    ]),
  ).toEqual([
    {
      key: "loss",
      series: [
        {
          id: "a train_loss",
          label: "training",
          dashed: false,
          points: [
            [0, 3],
            [1, null],
          ],
        },
        {
          id: "a validation_loss",
          label: "validation",
          dashed: true,
          points: [
            [0, 3],
            [1, 2],
          ],
        },
      ],
    },
  ]);
});

it("gives the lines of several runs their run's name and colour, and dashes validation", () => {
  const names = new Map([
    ["a", "forest"],
    ["b", "boosting"],
  ]);
  const [{ series }] = metricCurves(
    [
      history("a", "train_loss", 1, 2),
      history("b", "train_loss", 1, 2),
      history("b", "validation_loss", 1, 2),
    ],
    names,
  );
  expect(series.map(({ label, color, dashed }) => [label, color, dashed])).toEqual([
    ["forest, training", "var(--series-1)", false],
    ["boosting, training", "var(--series-2)", false],
    ["boosting, validation", "var(--series-2)", true],
  ]);
});

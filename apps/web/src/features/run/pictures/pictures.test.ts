import { describe, expect, it } from "vitest";
import { histogramOutline, precisionRecallLines, rocLines, rowShares } from "./report-series";
import { isTellingPicture } from "./telling-picture";

const curves = [
  {
    class: "yes",
    roc_auc: 0.75,
    average_precision: null,
    roc: { fpr: [0, 0, 0.5, 1], tpr: [0, 0.5, 1, 1], thresholds: [] },
    pr: { recall: [1, 1, 0.5, null], precision: [0.5, 0.8, 1, 1], thresholds: [] },
    calibration: { uniform: [], quantile: [] },
    best_threshold: { f1: null, youden: null },
  },
];

describe("the pictures of a report", () => {
  it("outline a histogram bar by bar", () => {
    const { points } = histogramOutline({ edges: [-1, 0, 1], counts: [3, 5] });
    expect(points.map(([, count]) => count)).toEqual([3, 3, 5, 5]);
    expect(points.map(([at]) => Math.round(at * 1000) / 1000)).toEqual([-1, -0, 0, 1]);
  });

  it("draw ROC from left to right with both ends of what goes straight up, and the diagonal", () => {
    const [line, guessing] = rocLines(curves);
    expect([line.label, line.points]).toEqual([
      "yes (AUC 0.750)",
      [
        [0, 0],
        [1e-9, 0.5],
        [0.5, 1],
        [1, 1],
      ],
    ]);
    expect(guessing.dashed).toBe(true);
    expect(precisionRecallLines(curves)[0]).toMatchObject({
      label: "yes",
      points: [
        [0.5, 1],
        [1, 0.8],
        [1 + 1e-9, 0.5],
      ],
    });
  });

  it("tell the shares of each true class", () => {
    expect(
      rowShares([
        [3, 1],
        [0, 0],
      ]),
    ).toEqual([
      [0.75, 0.25],
      [null, null],
    ]);
  });
});

it("finds the pictures that clients log of an evaluation", () => {
  const telling = [
    "roc_curve_plot.png",
    "training_confusion_matrix.png",
    "residuals.svg",
    "shap_summary_plot.png",
    "eval_precision_recall_curve.png",
  ];
  expect(telling.filter(isTellingPicture)).toEqual(telling);
  expect(["proc.png", "roc.csv", "photo.jpg", "micro.png"].filter(isTellingPicture)).toEqual([]);
});

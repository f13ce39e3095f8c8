import type { EvaluationReport } from "@pipepilot/ml/evaluation/schema";
import type { LineSeries } from "@pipepilot/ui/line-chart";

type Histogram = NonNullable<EvaluationReport["regression"]>["residual_histogram"];
type ClassCurves = NonNullable<EvaluationReport["classification"]>["curves"];

/** A histogram as the outline of its bars: each count holds from one edge to the next. */
export function histogramOutline({ edges, counts }: Pick<Histogram, "edges" | "counts">): LineSeries {
  const points = counts.flatMap((count, bar): [number, number][] => [
    [edges[bar], count],
    // A little before the next bar begins: two values cannot stand at one place.
    [edges[bar + 1] - (edges[bar + 1] - edges[bar]) * 1e-6, count],
  ]);
  return { id: "residuals", label: "rows", points };
}

/** A line for each class, and the diagonal that guessing would give. */
export function rocLines(curves: ClassCurves): LineSeries[] {
  return [
    ...curves.map(({ class: name, roc_auc, roc: { fpr, tpr } }) => ({
      id: `class ${name}`,
      label: roc_auc === null ? String(name) : `${name} (AUC ${roc_auc.toFixed(3)})`,
      points: rightwards(fpr, tpr, "up"),
    })),
    {
      id: "guessing",
      label: "guessing",
      color: "var(--control)",
      dashed: true,
      points: [
        [0, 0],
        [1, 1],
      ],
    },
  ];
}

/** A line for each class. */
export function precisionRecallLines(curves: ClassCurves): LineSeries[] {
  return curves.map(({ class: name, average_precision, pr: { recall, precision } }) => ({
    id: `class ${name}`,
    label: average_precision === null ? String(name) : `${name} (AP ${average_precision.toFixed(3)})`,
    // On the way to more recall, precision is lost at the same place.
    points: rightwards(recall, precision, "down"),
  }));
}

/**
 * Points by x. Where a curve goes straight up or down, only its ends stand there, a hair apart: a chart has one value at a
 * place.
 */
function rightwards(
  xs: readonly (number | null)[],
  ys: readonly (number | null)[],
  steep: "up" | "down",
): [number, number][] {
  const upwards = steep === "up" ? 1 : -1;
  const points = xs
    .flatMap((x, index): [number, number][] => {
      const y = ys[index];
      return x === null || y === null ? [] : [[x, y]];
    })
    .sort(([one, low], [other, high]) => one - other || upwards * (low - high));
  const byX = new Map<number, number[]>();
  for (const [x, y] of points) byX.set(x, [...(byX.get(x) ?? []), y]);
  return [...byX].flatMap(([x, values]): [number, number][] => {
    const [first, last] = [values[0], values[values.length - 1]];
    return first === last
      ? [[x, first]]
      : [
          [x, first],
          [x + 1e-9, last],
        ];
  });
}

/** The share of each true class that was called so; null for a class without rows. */
export function rowShares(matrix: readonly (readonly number[])[]): (number | null)[][] {
  return matrix.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total === 0 ? null : count / total));
  });
}

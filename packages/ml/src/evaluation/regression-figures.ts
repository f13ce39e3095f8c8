import { binOf } from "../metrics/bins";
import { quantile } from "../metrics/quantile";
import { dataTable, figure } from "./figure";
import { markup, type Markup } from "./markup";
import { countText, numberText } from "./number-text";
import type { RegressionPictures } from "./schema";
import { picture } from "./svg-frame";
import { bars, dots, reference } from "./svg-marks";
import { domainOf } from "./svg-scale";

const GROUPS = 10;

/** Predicted against actual, residuals against predicted, and how residuals are spread. */
export function regressionFigures(pictures: RegressionPictures, target: string): Markup[] {
  if (pictures.sample.actual.length === 0) return [];
  return [
    againstActual(pictures.sample, target),
    againstPredicted(pictures.sample, target),
    spread(pictures, target),
  ];
}

type Sample = RegressionPictures["sample"];

function againstActual({ actual, predicted }: Sample, target: string): Markup {
  const domain = domainOf([...actual, ...predicted]);
  const drawn = picture({
    id: "predicted-actual",
    title: "Predicted against actual",
    description: `${actual.length} rows; on the diagonal the prediction is right, above it too high.`,
    x: { label: `Actual ${target}`, domain },
    y: { label: "Predicted", domain },
    draw: (plane) => [
      dots(plane, actual, predicted),
      reference(plane, [domain.min, domain.min], [domain.max, domain.max]),
    ],
  });
  const rows = groupsOf(actual, predicted).map(({ range, rows: count, x, y }) => [
    range,
    count,
    x.mean,
    y.mean,
  ]);
  const table = dataTable(
    "Predicted and actual by tenths of the rows",
    ["Actual", "Rows", "Mean actual", "Mean predicted"],
    rows,
  );
  return figure("Predicted against actual", drawn, "On the diagonal the prediction is right.", table);
}

function againstPredicted({ actual, predicted }: Sample, target: string): Markup {
  const missed = actual.map((value, i) => value - predicted[i]);
  const x = domainOf(predicted);
  const drawn = picture({
    id: "residuals-predicted",
    title: "Residuals against predicted",
    description: `${actual.length} rows; the residual is the actual value minus the prediction.`,
    x: { label: `Predicted ${target}`, domain: x },
    y: { label: "Residual", domain: domainOf([...missed, 0]) },
    draw: (plane) => [dots(plane, predicted, missed), reference(plane, [x.min, 0], [x.max, 0])],
  });
  const rows = groupsOf(predicted, missed).map(({ range, rows: count, y }) => [
    range,
    count,
    y.mean,
    y.p05,
    y.p95,
  ]);
  const table = dataTable(
    "Residuals by tenths of the predictions",
    ["Predicted", "Rows", "Mean residual", "5%", "95%"],
    rows,
  );
  return figure(
    "Residuals against predicted",
    drawn,
    "A good model leaves an even band around zero: no slope, no funnel.",
    table,
  );
}

function spread({ residual_histogram, residual_quantiles }: RegressionPictures, target: string): Markup {
  const { edges, counts, below, above } = residual_histogram;
  const most = counts.reduce((max, count) => Math.max(max, count), 1);
  // A single bin has no width of its own.
  const single = counts.length === 1 ? domainOf(edges) : null;
  const drawnEdges = single ? [single.min, single.max] : edges;
  const drawn = picture({
    id: "residual-histogram",
    title: "Residuals",
    description: `A histogram of ${counts.length} bins; ${below} rows lie below it and ${above} above.`,
    x: { label: `Actual minus predicted ${target}`, domain: domainOf(drawnEdges, 0) },
    y: { label: "Rows", domain: { min: 0, max: most * 1.05 } },
    draw: (plane) => [bars(plane, drawnEdges, counts), reference(plane, [0, 0], [0, most * 1.05])],
  });
  const { p05, p25, p50, p75, p95 } = residual_quantiles;
  const meaning = `Half of the residuals lie between ${numberText(p25)} and ${numberText(p75)}, nine tenths between ${numberText(p05)} and ${numberText(p95)}; the median is ${numberText(p50)}.`;
  const table = dataTable(
    "Residuals by bin",
    ["Residual", "Rows"],
    counts.map((count, i) => [`${numberText(edges[i])} to ${numberText(edges[i + 1])}`, countText(count)]),
  );
  const beyond = below + above > 0 ? ` ${below + above} rows beyond the ends are not drawn.` : "";
  return figure("Residuals", drawn, markup`${meaning}${beyond}`, table);
}

/** Points by tenths of their x, as texts. */
function groupsOf(xs: readonly number[], ys: readonly number[]) {
  const sorted = Float64Array.from(xs).sort();
  const all = Array.from({ length: GROUPS + 1 }, (_, edge) => quantile(sorted, edge / GROUPS));
  const edges = Float64Array.from(new Set(all));
  const groups = Array.from({ length: Math.max(1, edges.length - 1) }, () => ({
    x: [] as number[],
    y: [] as number[],
  }));
  xs.forEach((value, i) => {
    const { x, y } = groups[binOf(edges, value)];
    x.push(value);
    y.push(ys[i]);
  });
  return groups.map(({ x, y }, bin) => ({
    range: `${numberText(edges[bin])} to ${numberText(edges[bin + 1] ?? edges[bin])}`,
    rows: countText(x.length),
    x: summary(x),
    y: summary(y),
  }));
}

function summary(values: readonly number[]) {
  const sorted = Float64Array.from(values).sort();
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return {
    mean: numberText(mean),
    p05: numberText(quantile(sorted, 0.05)),
    p95: numberText(quantile(sorted, 0.95)),
  };
}

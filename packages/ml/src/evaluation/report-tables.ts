import { METRICS, type MetricKey } from "../metrics/metrics";
import { BAR, barCell, dataTable, everyFew, figure, legend } from "./figure";
import { markup, type Markup } from "./markup";
import { countText, metricText, numberText, percentText } from "./number-text";
import type { EvaluationReport, LearningCurve, Slice, SliceGroup } from "./schema";
import { picture } from "./svg-frame";
import { line } from "./svg-marks";
import { domainOf } from "./svg-scale";

const SIDES = { train: "Training", validation: "Validation", test: "Test" } as const;
const TABLE_ROWS = 12;
const COLUMNS = 20;

/** Every metric on every side. */
export function metricTable({ splits, primary_metric }: EvaluationReport): Markup {
  const sides = (Object.keys(SIDES) as (keyof typeof SIDES)[]).filter((side) => splits[side]);
  const keys = (Object.keys(METRICS) as MetricKey[]).filter((key) => key in splits.train.metrics);
  const rows = keys.map((key) => [
    markup`${METRICS[key].title}${key === primary_metric ? markup` <span class="tag">primary</span>` : null}`,
    ...sides.map((side) => metricText(key, splits[side]?.metrics[key])),
  ]);
  const head = [
    "Metric",
    ...sides.map((side) => markup`${SIDES[side]}<small>${countText(splits[side]?.rows ?? 0)} rows</small>`),
  ];
  return markup`<section class="card"><h2>Metrics</h2>${dataTable("Metrics by side of the split", head, rows)}</section>`;
}

/** What the model looks at, as shares of all. */
export function importanceTable(importance: NonNullable<EvaluationReport["importance"]>): Markup {
  const shown = importance.slice(0, COLUMNS);
  const most = shown[0]?.importance ?? 0;
  const rows = shown.map(({ column, importance: share }) => [
    column,
    percentText(share),
    barCell(share, most),
  ]);
  const more = importance.length > COLUMNS ? `The first ${COLUMNS} of ${importance.length} columns.` : "";
  return markup`<section class="card bars"><h2>Importance</h2>${dataTable("Importance by column", ["Column", "Share", BAR], rows)}<p class="note">${more}</p></section>`;
}

/** How the fit went; null where it told only one moment. */
export function learningFigure(curve: LearningCurve, index: number): Markup | null {
  if (curve.steps.length < 2) return null;
  const sides = (["train", "validation"] as const).filter((side) => curve[side]);
  const values = sides.flatMap((side) => (curve[side] ?? []).filter((value) => value !== null));
  const title = curve.metric === "loss" ? "Loss while training" : `${curve.metric} while training`;
  const drawn = picture({
    id: `learning-${index}`,
    title,
    description: `${curve.steps.length} steps; its numbers stand in the table below.`,
    x: { label: "Step", domain: domainOf(curve.steps, 0) },
    y: { label: curve.metric === "loss" ? "Loss" : curve.metric, domain: domainOf(values) },
    draw: (plane) => sides.map((side, at) => line(plane, curve.steps, curve[side] ?? [], at)),
  });
  const rows = everyFew(curve.steps.length, TABLE_ROWS).map((i) => [
    String(curve.steps[i]),
    ...sides.map((side) => numberText(curve[side]?.[i])),
  ]);
  const names = sides.map((side) => SIDES[side]);
  const meaning = markup`${legend(names)}Where the lines part, the model learns the training rows by heart.`;
  return figure(title, drawn, meaning, dataTable(title, ["Step", ...names], rows));
}

/** The main metrics by group of one column. */
export function sliceTable({ column, groups }: Slice, { primary_metric, task }: EvaluationReport): Markup {
  const usual: MetricKey[] = task === "regression" ? ["mae", "r2"] : ["accuracy", "roc_auc"];
  const keys = [primary_metric, ...usual.filter((key) => key !== primary_metric)];
  const values = groups.map(({ metrics }) => metrics[primary_metric] ?? 0);
  const most = values.reduce((max, value) => Math.max(max, value), 0);
  const rows = groups.map(({ label, type, rows: count, metrics }, at) => [
    groupName(type, label),
    countText(count),
    ...keys.map((key) => metricText(key, metrics[key])),
    barCell(values[at], most),
  ]);
  const head = [column, "Rows", ...keys.map((key) => METRICS[key].title), BAR];
  return markup`<section class="card bars slice"><h3>By ${column}</h3>${dataTable(`Metrics by ${column}`, head, rows)}</section>`;
}

function groupName(type: SliceGroup["type"], label: string): Markup {
  if (type === "range") return markup`<span class="nowrap">${label}</span>`;
  return type === "value" ? markup`${label}` : markup`<i>${label}</i>`;
}

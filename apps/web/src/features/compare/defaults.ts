import { isMissing } from "@pipepilot/ui/chart";
import { association } from "./association";
import { mainMetrics, orderMetrics } from "@/features/metric/metric-order";
import { orderParams } from "@/features/run/param-order";
import type { CompareView } from "./compare-view";
import type { Comparison, Field } from "./comparison";

const PARAMS_SHOWN = 6;
const METRICS_SHOWN = 3;
/** Up to this many runs each have a colour of their own. */
export const RUN_COLORS = 8;
const MOST_GROUPS = 30;
const CURVES_SHOWN = 2;

/** The fields of one kind in the order people read them. */
export function fieldsOf({ fields, experiment }: Comparison, kind: Field["kind"]): Field[] {
  const all = [...fields.values()].filter((field) => field.kind === kind);
  if (kind !== "metric" && kind !== "param") return all;
  const keys = all.map(({ key }) => key);
  const ordered = kind === "metric" ? orderMetrics(keys, experiment.primaryMetric) : orderParams(keys);
  return ordered.map((key) => fields.get(`${kind}.${key}`)!);
}

/** Metrics of one kind more than this are a family, such as one for each class. */
const FAMILY = 3;

/** What runs are judged by: not the training rows' metrics, and families of them after what stands alone. */
function mainMetricFields(comparison: Comparison): Field[] {
  const keys = fieldsOf(comparison, "metric").map(({ key }) => key);
  const main = mainMetrics(keys, comparison.experiment.primaryMetric);
  const kinds = new Map<string, number>();
  for (const key of main) kinds.set(kindOf(key), (kinds.get(kindOf(key)) ?? 0) + 1);
  const isOfFamily = (key: string) => kinds.get(kindOf(key))! > FAMILY;
  return [...main.filter((key) => !isOfFamily(key)), ...main.filter(isOfFamily)].flatMap(
    (key) => comparison.fields.get(`metric.${key}`) ?? [],
  );
}

const kindOf = (key: string) => key.replaceAll(/\d+/g, "#");

/** What explains less of a metric's order is not shown by itself, unless there is nothing better. */
const WEAK = 0.05;
const LEAST_PARAMS = 3;

const turned = new WeakMap<Comparison["fields"], Field[]>();

/** What tells the runs apart before they ran: parameters with several values. Of many those that made most difference. */
function turnedParams(comparison: Comparison): readonly Field[] {
  const known = turned.get(comparison.fields);
  if (known) return known;
  const found = byStrength(
    fieldsOf(comparison, "param").filter(({ distinct }) => distinct > 1),
    mainMetricFields(comparison)[0],
  );
  turned.set(comparison.fields, found);
  return found;
}

function byStrength(params: Field[], metric: Field | undefined): Field[] {
  if (params.length <= PARAMS_SHOWN || !metric) return params;
  const strength = new Map(params.map((field) => [field, association(field.values, metric.values)]));
  return params
    .sort((one, other) => strength.get(other)! - strength.get(one)!)
    .filter((field, place) => place < LEAST_PARAMS || strength.get(field)! > WEAK);
}

/** The fields of these ids that are there; where that is none, what stands by itself. */
function chosen(
  { fields }: Comparison,
  ids: readonly string[] | null,
  otherwise: () => readonly Field[],
): readonly Field[] {
  const found = (ids ?? []).flatMap((id) => fields.get(id) ?? []);
  return found.length > 0 ? found : otherwise();
}

/** Axes of the parallel coordinates: parameters at the left, the main metrics at the right, the primary one last. */
export function axesOf(comparison: Comparison, { axes }: Pick<CompareView, "axes">): readonly Field[] {
  return chosen(comparison, axes, () => {
    const found = [
      ...turnedParams(comparison).slice(0, PARAMS_SHOWN),
      ...mainMetricFields(comparison).slice(0, METRICS_SHOWN).reverse(),
    ];
    return found.length > 1 ? found : [...found, ...fieldsOf(comparison, "run").filter(({ unit }) => unit)];
  });
}

/** What colours the runs: one field of many runs; a few have a colour each. */
export function colorFieldOf(
  comparison: Comparison,
  { color }: Pick<CompareView, "color">,
): Field | undefined {
  if (color === "none") return undefined;
  const field = color === null ? undefined : comparison.fields.get(color);
  if (field || color !== null || comparison.runs.length <= RUN_COLORS) return field;
  return mainMetricFields(comparison).find(({ differs }) => differs);
}

/** The fields of scatter and contour, and the groups of the boxes. Of a contour the metric is the height, else it is y. */
export function placesOf(
  comparison: Comparison,
  view: Pick<CompareView, "chart" | "x" | "y" | "z" | "by">,
): Record<"x" | "y" | "z" | "by", Field> {
  const { fields } = comparison;
  const anything = [...fields.values()];
  const [metric = anything[0], second = metric] = mainMetricFields(comparison);
  const params = turnedParams(comparison);
  const [texts, numbers] = [
    params.filter(({ numeric }) => !numeric),
    params.filter(({ numeric }) => numeric),
  ];
  const [first = second, other = second] = [...numbers, ...texts];
  const groups = [
    ...texts,
    ...numbers,
    ...anything.filter(({ kind }) => kind === "run" || kind === "data" || kind === "tag"),
  ].filter(({ distinct, unit }) => distinct > 1 && distinct <= MOST_GROUPS && unit === undefined);
  const named = (id: string | null, otherwise: Field) => fields.get(id ?? "") ?? otherwise;
  return {
    x: named(view.x, first),
    y: named(view.y, view.chart === "contour" ? other : metric),
    z: named(view.z, metric),
    by: named(view.by, groups[0] ?? first),
  };
}

/** Metrics whose histories are drawn: of those that have one the main ones. */
export function curvesOf(comparison: Comparison, { curves }: Pick<CompareView, "curves">): readonly Field[] {
  return chosen(comparison, curves, () => {
    const metrics = fieldsOf(comparison, "metric");
    const withSteps = metrics.filter(({ hasSteps }) => hasSteps);
    return (withSteps.length > 0 ? withSteps : metrics).slice(0, CURVES_SHOWN);
  }).filter(({ kind }) => kind === "metric");
}

/** Whether a field can be drawn: it is there for some run. */
export function isDrawable({ values }: Field): boolean {
  return values.some((value) => !isMissing(value));
}

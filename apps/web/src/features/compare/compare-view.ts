import { stepText, type Step } from "@pipepilot/domain/run/step";
import type { Brush } from "@pipepilot/ui/chart";
import { parseRuns, writeRuns } from "./run-list";

export const CHARTS = ["parallel", "scatter", "contour", "box", "curves"] as const;
export type ChartKind = (typeof CHARTS)[number];
export const CURVE_TIMES = ["step", "relative", "time"] as const;
export type CurveTime = (typeof CURVE_TIMES)[number];

/** Steps, or milliseconds. */
export interface Zoom {
  low: Step;
  high: Step;
}

/** What of a comparison is in its address. Fields are named `metric.<key>`, `param.<key>`, `tag.<key>` and so on. */
export interface CompareView {
  runs: string[];
  onlyDifferences: boolean;
  /** Only what the brushes have chosen stands in the table. */
  onlyChosen: boolean;
  /** Of the table's lines those whose names contain it. */
  find: string;
  /** What runs are ordered by in the table; null: as they were asked for. */
  order: { field: string; descending: boolean } | null;
  chart: ChartKind;
  /** Of the parallel coordinates; null: what differs and the main metrics. */
  axes: string[] | null;
  /** Fields with a logarithmic axis, and those turned from the way they stand by themselves. */
  log: string[];
  flip: string[];
  brushes: Record<string, Brush>;
  /** The field that colours; null: by itself, "none": none. */
  color: string | null;
  x: string | null;
  y: string | null;
  /** The height of the contour. */
  z: string | null;
  /** Whether the contour goes through means or through every run; null: through means where runs are many. */
  surface: "mean" | "exact" | null;
  /** The groups of the boxes. */
  by: string | null;
  /** Metrics whose curves are drawn; null: by itself. */
  curves: string[] | null;
  /** Weight of the past, in hundredths. */
  smoothing: number;
  over: CurveTime;
  /** The part of the curves that is drawn, both ends included, in what they are drawn over; null: all. */
  zoom: Zoom | null;
  /** How numbers of a field are written: a currency, "percent" or "digits". */
  formats: Record<string, string>;
}

const NO_VIEW: CompareView = {
  runs: [],
  onlyDifferences: true,
  onlyChosen: false,
  find: "",
  order: null,
  chart: "parallel",
  axes: null,
  log: [],
  flip: [],
  brushes: {},
  color: null,
  x: null,
  y: null,
  z: null,
  surface: null,
  by: null,
  curves: null,
  smoothing: 0,
  over: "step",
  zoom: null,
  formats: {},
};

const SURFACES = ["mean", "exact"] as const;
const FORMAT = /^([A-Z]{3}|percent|digits)$/;

/** Reads an address; whatever makes no sense in it is as if it were not there. */
export function parseCompareView(params: Pick<URLSearchParams, "get">): CompareView {
  const list = (name: string) => {
    const text = params.get(name);
    return text === null ? null : split(text, ",").map(plain);
  };
  const smoothing = Number(params.get("smooth") ?? 0);
  const [, descends, field] = /^(-?)(.+)$/.exec(params.get("order") ?? "") ?? [];
  return {
    runs: parseRuns(params.get("runs")),
    onlyDifferences: params.get("show") !== "all",
    onlyChosen: params.get("chosen") === "only",
    find: params.get("find") ?? "",
    order: field ? { field, descending: descends === "-" } : null,
    chart: CHARTS.find((chart) => chart === params.get("chart")) ?? NO_VIEW.chart,
    axes: list("axes"),
    log: list("log") ?? [],
    flip: list("flip") ?? [],
    brushes: pairs(params.get("brush"), parseBrush),
    color: params.get("color"),
    x: params.get("x"),
    y: params.get("y"),
    z: params.get("z"),
    surface: SURFACES.find((surface) => surface === params.get("surface")) ?? null,
    by: params.get("by"),
    curves: list("curves"),
    smoothing: Number.isInteger(smoothing) && smoothing >= 0 && smoothing <= 99 ? smoothing : 0,
    over: CURVE_TIMES.find((over) => over === params.get("over")) ?? NO_VIEW.over,
    zoom: parseZoom(params.get("zoom")),
    formats: pairs(params.get("format"), (text) => (FORMAT.test(text) ? text : undefined)),
  };
}

/** The query of an address for a view, with its question mark; only what is not so by itself. */
export function compareViewQuery(changed: Partial<CompareView>): string {
  const view = { ...NO_VIEW, ...changed };
  const list = (fields: readonly string[] | null) => fields?.map(escaped).join(",");
  const record = <Value>(values: Readonly<Record<string, Value>>, write: (value: Value) => string) =>
    Object.entries(values)
      .map(([field, value]) => `${escaped(field)}:${write(value)}`)
      .join(",");
  const parts: Record<string, string | null | undefined> = {
    runs: writeRuns(view.runs),
    show: view.onlyDifferences ? null : "all",
    chosen: view.onlyChosen ? "only" : null,
    find: view.find,
    order: view.order && `${view.order.descending ? "-" : ""}${view.order.field}`,
    chart: view.chart === NO_VIEW.chart ? null : view.chart,
    axes: list(view.axes),
    log: list(view.log),
    flip: list(view.flip),
    brush: record(view.brushes, writeBrush),
    color: view.color,
    x: view.x,
    y: view.y,
    z: view.z,
    surface: view.surface,
    by: view.by,
    curves: list(view.curves),
    smooth: view.smoothing === 0 ? null : String(view.smoothing),
    over: view.over === NO_VIEW.over ? null : view.over,
    zoom: view.zoom && `${view.zoom.low}..${view.zoom.high}`,
    format: record(view.formats, (format) => format),
  };
  const query = Object.entries(parts).flatMap(([name, text]) =>
    text ? [`${name}=${readable(encodeURIComponent(text))}`] : [],
  );
  return `?${query.join("&")}`;
}

/** What need not be encoded in a query stays as one reads it. */
const readable = (text: string) => text.replace(/%(2C|3A|2F|3B|40)/g, (code) => decodeURIComponent(code));

/** Names may contain what parts them. */
const escaped = (text: string) => text.replace(/[%,:;]/g, encodeURIComponent);

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const split = (text: string, by: string) => (text === "" ? [] : text.split(by));

function pairs<Value>(text: string | null, read: (text: string) => Value | undefined): Record<string, Value> {
  const found = new Map<string, Value>();
  for (const pair of split(text ?? "", ",")) {
    const at = pair.indexOf(":");
    const value = at > 0 ? read(pair.slice(at + 1)) : undefined;
    if (value !== undefined) found.set(plain(pair.slice(0, at)), value);
  }
  return Object.fromEntries(found);
}

/** `0.1..0.5`, an end left out being without bound; `=red;blue` for categories; `missing`. */
function writeBrush(brush: Brush): string {
  if ("missing" in brush) return "missing";
  if ("names" in brush) return `=${brush.names.map(escaped).join(";")}`;
  const bound = (value: number) => (Number.isFinite(value) ? String(value) : "");
  return `${bound(brush.low)}..${bound(brush.high)}`;
}

function parseBrush(text: string): Brush | undefined {
  if (text === "missing") return { missing: true };
  if (text.startsWith("=")) return { names: text.slice(1).split(";").map(plain) };
  const [, low, high] = /^(.*?)\.\.(.*)$/.exec(text) ?? [];
  if (low === undefined) return undefined;
  const brush = { low: low === "" ? -Infinity : Number(low), high: high === "" ? Infinity : Number(high) };
  return brush.low <= brush.high ? brush : undefined;
}

function parseZoom(text: string | null): Zoom | null {
  const [, ...ends] = /^(.+?)\.\.(.+)$/.exec(text ?? "") ?? [];
  const [low, high] = ends.map((end) => stepText.safeParse(end).data);
  return low !== undefined && high !== undefined && low <= high ? { low, high } : null;
}

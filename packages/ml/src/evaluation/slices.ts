import { binOf } from "../metrics/bins";
import { quantile } from "../metrics/quantile";
import { column, type CategoryColumn, type NumberColumn, type Table } from "../table";
import { metricsOfRows, pickRows, type JudgedRows } from "./judged-rows";
import type { Slice, SliceGroup } from "./schema";

/** A column's most frequent categories have a group each; the others share one. */
const MAX_CATEGORIES = 20;
/** Groups of about equally many rows that a number column is cut into. */
const BUCKETS = 5;

type Group = Omit<SliceGroup, "rows" | "metrics"> & { readonly picked: number[] };

/**
 * The metrics by group of each column: by category (the 20 most frequent), by number where there are at most five, else
 * by fifths of the rows. Missing values are a group of their own. Throws `UnknownColumnError`.
 */
export function sliceRows(rows: JudgedRows, table: Table, names: readonly string[]): Slice[] {
  return names.map((name) => {
    const source = column(table, name);
    const groups = source.kind === "category" ? categoryGroups(source) : numberGroups(source);
    return {
      column: name,
      kind: source.kind,
      groups: groups
        .filter(({ picked }) => picked.length > 0)
        .map(({ picked, ...group }) => ({
          ...group,
          rows: picked.length,
          metrics: metricsOfRows(pickRows(rows, Int32Array.from(picked))),
        })),
    };
  });
}

function categoryGroups({ codes, categories }: CategoryColumn): Group[] {
  const byCode = categories.map((): number[] => []);
  const missing: number[] = [];
  codes.forEach((code, row) => (code < 0 ? missing : byCode[code]).push(row));
  const order = categories
    .map((_, code) => code)
    .filter((code) => byCode[code].length > 0)
    .sort((a, b) => byCode[b].length - byCode[a].length || a - b);
  const shown = order.length > MAX_CATEGORIES ? order.slice(0, MAX_CATEGORIES - 1) : order;
  const rest = order.slice(shown.length);
  const others = rest.flatMap((code) => byCode[code]);
  return [
    ...shown.map((code) => plain("value", categories[code], byCode[code])),
    plain("other", `${rest.length} others`, others),
    plain("missing", "missing", missing),
  ];
}

function numberGroups({ values }: NumberColumn): Group[] {
  const missing: number[] = [];
  const rows: number[] = [];
  values.forEach((value, row) => (Number.isNaN(value) ? missing : rows).push(row));
  const sorted = Float64Array.from(rows, (row) => values[row]).sort();
  const groups = distinct(sorted, BUCKETS + 1).length <= BUCKETS ? byValue : byRange;
  return [...groups(values, rows, sorted), plain("missing", "missing", missing)];
}

function byValue(values: Float64Array, rows: readonly number[], sorted: Float64Array): Group[] {
  return distinct(sorted, BUCKETS).map((value) =>
    plain(
      "value",
      String(value),
      rows.filter((row) => values[row] === value),
    ),
  );
}

function byRange(values: Float64Array, rows: readonly number[], sorted: Float64Array): Group[] {
  const known = sorted.filter(Number.isFinite);
  const all = Array.from({ length: BUCKETS + 1 }, (_, edge) => quantile(known, edge / BUCKETS));
  const edges = Float64Array.from(new Set(all));
  const picked = Array.from({ length: Math.max(1, edges.length - 1) }, (): number[] => []);
  for (const row of rows) picked[binOf(edges, values[row])].push(row);
  return picked.map((own, bin) => ({
    type: "range",
    label: bin === 0 ? `up to ${short(edges[1])}` : `${short(edges[bin])} to ${short(edges[bin + 1])}`,
    lower: edges[bin],
    upper: edges[bin + 1],
    picked: own,
  }));
}

/** The first `limit` distinct values of a sorted array. */
function distinct(sorted: Float64Array, limit: number): number[] {
  const found: number[] = [];
  for (const value of sorted) {
    if (found.length === limit) break;
    if (found.length === 0 || found[found.length - 1] !== value) found.push(value);
  }
  return found;
}

function plain(type: Group["type"], label: string, picked: number[]): Group {
  return { type, label, lower: null, upper: null, picked };
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

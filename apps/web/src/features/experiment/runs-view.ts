import { runSort, type RunSort } from "@pipepilot/domain/run/schema";
import type { Sort } from "@pipepilot/ui/data-table";

/** What of the runs table is in its address: `?sort=metric.rmse&order=asc&trials=shown&selected=<id>,<id>`. */
export interface RunsView {
  sort: RunSort;
  /** Whether child runs stand among the others. */
  trials: boolean;
  /** Ids of the selected runs, in the order they were chosen. */
  selected: string[];
}

const NEWEST_FIRST: RunSort = { attribute: "startTime", direction: "desc" };
const RUN_ID = /^[0-9a-f]{32}$/;

/** Reads an address; whatever makes no sense in it is as if it were not there. */
export function parseRunsView(params: Pick<URLSearchParams, "get">): RunsView {
  return {
    sort: toRunSort({ id: params.get("sort") ?? "", descending: params.get("order") === "desc" }),
    trials: params.get("trials") === "shown",
    selected: parseRunIds(params.get("selected")),
  };
}

/** The address's query for a view, with its question mark; empty where everything is as it is by default. */
export function runsViewQuery({ sort, trials, selected }: RunsView): string {
  const { id, descending } = toTableSort(sort);
  const standard = toTableSort(NEWEST_FIRST);
  const parts = [
    ...(id === standard.id && descending === standard.descending
      ? []
      : [`sort=${encodeURIComponent(id)}`, `order=${descending ? "desc" : "asc"}`]),
    ...(trials ? ["trials=shown"] : []),
    // The commas between ids stay readable.
    ...(selected.length > 0 ? [`selected=${selected.join(",")}`] : []),
  ];
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** Valid run ids of a comma-separated list, each once. */
export function parseRunIds(text: string | null): string[] {
  return [...new Set((text ?? "").split(","))].filter((id) => RUN_ID.test(id));
}

/** A column of the table as the server's order; newest first where there is no such column. */
export function toRunSort({ id, descending }: Sort): RunSort {
  const direction = descending ? "desc" : "asc";
  const [, kind, key] = /^(metric|param)\.(.+)$/.exec(id) ?? [];
  const asked = kind ? { [kind]: key, direction } : { attribute: id, direction };
  const parsed = runSort.safeParse(asked);
  return parsed.success ? parsed.data : NEWEST_FIRST;
}

/** The same the other way round. Columns are named `metric.<key>`, `param.<key>` or by the attribute. */
export function toTableSort(sort: RunSort): Sort {
  const descending = sort.direction === "desc";
  if ("metric" in sort) return { id: `metric.${sort.metric}`, descending };
  if ("param" in sort) return { id: `param.${sort.param}`, descending };
  return { id: sort.attribute, descending };
}

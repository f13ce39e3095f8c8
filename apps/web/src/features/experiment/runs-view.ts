import { parseFilter } from "@pipepilot/domain/search/filter";
import { parseOrderBy } from "@pipepilot/domain/search/order-by";
import { quoteKey } from "@pipepilot/domain/search/quote";
import { DomainError } from "@pipepilot/domain/errors";
import { runColumn, runsView, type RunsView } from "@pipepilot/domain/saved-view/schema";
import type { Sort } from "@pipepilot/ui/data-table";
import type { QueryProblem } from "@pipepilot/ui/query-input";

/** What of the runs table is in its address: a view, as it can be saved, and what is only this visit's. */
export interface RunsAddress {
  view: RunsView;
  /** Whether the table shows the trash. */
  trash: boolean;
  /** Ids of the selected runs; `kept` where they are too many for an address and stand in the browser's session. */
  selected: readonly string[] | "kept";
}

/** So many ids an address holds, everywhere it may be sent. */
export const MOST_IN_ADDRESS = 50;

const NEWEST_FIRST: Sort = { id: "start_time", descending: true };
const RUN_ID = /^[0-9a-f]{32}$/;
const EMPTY = runsView.parse({});

/** Reads an address; whatever makes no sense in it is as if it were not there. Only a filter stays as it is, to be mended. */
export function parseRunsAddress(params: Pick<URLSearchParams, "get">): RunsAddress {
  const kept = <Key extends keyof RunsView>(key: Key, value: unknown): RunsView[Key] => {
    const parsed = runsView.shape[key].safeParse(value);
    return (parsed.success ? parsed.data : EMPTY[key]) as RunsView[Key];
  };
  const columns = params.get("columns");
  const selected = params.get("selected");
  return {
    view: {
      filter: kept("filter", params.get("filter") ?? ""),
      order: orderOf(toSort(params.get("order"))),
      columns: columns === null ? null : columnsIn(columns),
      pinned: kept("pinned", columnsIn(params.get("pinned") ?? "")),
      trials: params.get("trials") === "shown",
      group: kept("group", params.get("group")),
    },
    trash: params.get("show") === "trash",
    selected: selected === "kept" ? "kept" : parseRunIds(selected),
  };
}

/** The address's query, with its question mark; empty where everything is as it is by default. */
export function runsQuery({ view, trash, selected }: RunsAddress): string {
  const { filter, order, columns, pinned, trials, group } = view;
  const parts = [
    ...(filter === "" ? [] : [`filter=${part(filter)}`]),
    ...(order === null ? [] : [`order=${part(order)}`]),
    ...(columns === null ? [] : [`columns=${columns.map(part).join(",")}`]),
    ...(pinned.length === 0 ? [] : [`pinned=${pinned.map(part).join(",")}`]),
    ...(trials ? ["trials=shown"] : []),
    ...(group === null ? [] : [`group=${part(group)}`]),
    ...(trash ? ["show=trash"] : []),
    // The commas between ids stay readable.
    ...(selected === "kept" || selected.length > MOST_IN_ADDRESS
      ? ["selected=kept"]
      : selected.length > 0
        ? [`selected=${selected.join(",")}`]
        : []),
  ];
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

const part = (text: string) => encodeURIComponent(text).replaceAll("%20", "+").replaceAll("%2F", "/");

/** The keys of metrics and params hold no comma. */
const columnsIn = (text: string) =>
  [...new Set(text.split(","))].filter((id) => runColumn.safeParse(id).success);

/** Valid run ids of a comma-separated list, each once. */
export function parseRunIds(text: string | null): string[] {
  return [...new Set((text ?? "").split(","))].filter((id) => RUN_ID.test(id));
}

/** What is wrong with a filter, if anything. */
export function filterProblem(filter: string): QueryProblem | null {
  try {
    parseFilter("run", filter);
    return null;
  } catch (error) {
    if (!DomainError.is(error)) throw error;
    const { position, length } = error.facts as { position: number; length: number };
    return { message: error.message, position, length };
  }
}

/** An order of the address as the table's; columns are named as in the address. */
export function toSort(order: string | null): Sort {
  if (order === null) return NEWEST_FIRST;
  try {
    const [{ field, descending }] = parseOrderBy("run", [order]);
    return { id: field.kind === "attribute" ? field.key : `${field.kind}s.${field.key}`, descending };
  } catch (error) {
    if (!DomainError.is(error)) throw error;
    return NEWEST_FIRST;
  }
}

/** The same the other way round, as a clause of order_by; null for newest first. */
export function orderOf({ id, descending }: Sort): string | null {
  if (id === NEWEST_FIRST.id && descending === NEWEST_FIRST.descending) return null;
  return `${fieldOf(id)} ${descending ? "DESC" : "ASC"}`;
}

/** A column as a field of filters and orders: `metrics.rmse`, `` metrics.`val/loss` ``, `status`. */
export function fieldOf(id: string): string {
  const [, kind, key] = /^(metrics|params|tags)\.(.+)$/s.exec(id) ?? [];
  return kind ? `${kind}.${quoteKey(key)}` : id;
}

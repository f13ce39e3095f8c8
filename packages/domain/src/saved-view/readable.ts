import { parseFilter } from "../search/filter";
import { parseOrderBy } from "../search/order-by";
import type { RunsView } from "./schema";

/** What is kept can also be opened. @throws DomainError invalid_input with the place */
export function requireReadable({ filter, order }: Pick<RunsView, "filter" | "order">): void {
  parseFilter("run", filter);
  if (order !== null) parseOrderBy("run", [order]);
}

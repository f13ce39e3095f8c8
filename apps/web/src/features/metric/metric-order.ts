/** What everyone looks at. */
export const READ_FIRST = ["rmse", "r2", "mae", "mape", "f1", "roc_auc", "accuracy", "log_loss"];
const SIDE = /^(train|validation|test)_/;

/** Metric keys in the order people read them: the primary one, what everyone looks at, the rest by name. */
export function orderMetrics(keys: Iterable<string>, primary: string | null = null): string[] {
  const wanted = primary === null ? READ_FIRST : [primary, ...READ_FIRST];
  const place = (key: string) => (wanted.includes(key) ? wanted.indexOf(key) : wanted.length);
  return [...new Set(keys)].sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}

/** Without those of one side of the split (`train_rmse`), unless there are no others. */
export function mainMetrics(keys: Iterable<string>, primary: string | null = null): string[] {
  const ordered = orderMetrics(keys, primary);
  const main = ordered.filter((key) => key === primary || !SIDE.test(key));
  return main.length > 0 ? main : ordered;
}

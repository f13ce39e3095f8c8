const READ_FIRST = [
  "n_estimators",
  "max_depth",
  "learning_rate",
  "max_iter",
  "hidden_layer_sizes",
  "alpha",
  "model_type",
];
const SETTING = /^(dataset|target|seed)$|^(split|prepare)\./;

/** Parameter names in the order people read them: what everyone turns, the family's others, then data and split. */
export function orderParams(keys: Iterable<string>): string[] {
  const place = (key: string) => {
    if (READ_FIRST.includes(key)) return READ_FIRST.indexOf(key);
    return SETTING.test(key) ? READ_FIRST.length + 1 : READ_FIRST.length;
  };
  return [...new Set(keys)].sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}

/** Whether everyone knows it by name. */
export const isWellKnownParam = (key: string) => READ_FIRST.includes(key);

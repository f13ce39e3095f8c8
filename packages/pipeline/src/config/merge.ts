import { parse } from "yaml";

/** A `--set` that cannot be applied; the message names it. */
export class SetError extends Error {
  override readonly name = "SetError";
}

/**
 * A config with `path=value` settings applied, the base left as it is. Values are read as YAML scalars, lists or maps;
 * parts of the path are separated by dots, list entries are counted from 0. Where `train` holds one candidate in a list,
 * `train.n_estimators` means that one.
 */
export function mergeConfig(base: unknown, sets: readonly string[]): unknown {
  return sets.reduce((config, set) => {
    const at = set.indexOf("=");
    if (at < 1) throw new SetError(`"${set}" must have the form path=value.`);
    const path = set.slice(0, at).split(".");
    if (path.some((part) => part === "" || part === "__proto__"))
      throw new SetError(`"${set}" has no usable path before its "=".`);
    return withValue(config, path, readValue(set, at), set);
  }, base);
}

function readValue(set: string, at: number): unknown {
  try {
    return parse(set.slice(at + 1)) as unknown;
  } catch {
    throw new SetError(`The value of "${set}" cannot be read.`);
  }
}

function withValue(
  target: unknown,
  [part, ...rest]: readonly string[],
  value: unknown,
  set: string,
): unknown {
  if (part === undefined) return value;
  if (Array.isArray(target)) {
    const index = /^\d+$/.test(part) ? Number(part) : null;
    if (index === null) {
      if (target.length === 1) return [withValue(target[0], [part, ...rest], value, set)];
      throw new SetError(
        `"${set}" must say which of the ${target.length} entries it means (counted from 0).`,
      );
    }
    if (index > target.length) throw new SetError(`"${set}" names an entry that is not there.`);
    return target.toSpliced(index, 1, withValue(target[index], rest, value, set));
  }
  const map = typeof target === "object" && target !== null ? (target as Record<string, unknown>) : {};
  return { ...map, [part]: withValue(map[part], rest, value, set) };
}

import { isReservedKey } from "@pipepilot/domain/reserved-keys";
import superjson, { type SuperJSONResult } from "superjson";

/**
 * How values travel between server and browser: superjson, which refuses whole answers for one key such as
 * `__proto__`. Nothing takes such a name in any more; where one is met all the same, it alone is left out.
 */
export const transformer = {
  serialize(value: unknown): SuperJSONResult {
    try {
      return superjson.serialize(value);
    } catch {
      return superjson.serialize(withoutReservedKeys(value, new Map()));
    }
  },
  deserialize: <Value>(data: SuperJSONResult): Value => superjson.deserialize<Value>(data),
};

function withoutReservedKeys(value: unknown, made: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = made.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    made.set(value, list);
    for (const each of value) list.push(withoutReservedKeys(each, made));
    return list;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy: Record<string, unknown> = {};
  made.set(value, copy);
  for (const [key, each] of Object.entries(value))
    if (!isReservedKey(key)) copy[key] = withoutReservedKeys(each, made);
  return copy;
}

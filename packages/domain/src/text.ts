import { z } from "zod";

/** PostgreSQL keeps neither NUL nor half a surrogate pair, in text as in JSON. */
const UNSTORABLE = /[\0\p{Cs}]/u;

export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** The same text with every character that cannot be stored replaced, for texts that must not be refused. */
export function storableText(text: string): string {
  return isStorable(text) ? text : text.replaceAll(/[\0\p{Cs}]/gu, "\ufffd");
}

export const UNSTORABLE_MESSAGE = "NUL and incomplete characters are not allowed.";

export const plainText = (max: number) => z.string().max(max).refine(isStorable, UNSTORABLE_MESSAGE);

/** For what our own processes report: a message too long or not storable is mended, since losing it helps nobody. */
export const keptText = (max: number) => z.string().transform((text) => cut(storableText(text), max));

/** Words cut to at most so many UTF-16 units, never through the middle of a character. */
export function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/\p{Cs}$/u, "");
}

/** A text's first characters, each of them whole: as Python and PostgreSQL count them, not in UTF-16 units. */
export function firstCharacters(text: string, count: number): string {
  if (text.length <= count) return text;
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join("");
}

interface Place {
  readonly key: string;
  readonly within: Place | null;
}

/** The places ("a.0") of the texts in plain data, keys included, that cannot be stored. */
export function unstorablePlaces(value: unknown): string[] {
  if (isStorableData(value)) return [];
  const found: string[] = [];
  const seen = new Set<object>();
  const open: { value: unknown; place: Place | null }[] = [{ value, place: null }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, place } = next;
    if (typeof value === "string") {
      if (!isStorable(value)) found.push(shown(place));
    } else if (isPlain(value) && !seen.has(value)) {
      seen.add(value);
      for (const [key, each] of Object.entries(value)) {
        if (!isStorable(key)) found.push(shown(place));
        if (typeof each === "string" || typeof each === "object")
          open.push({ value: each, place: { key, within: place } });
      }
    }
  }
  return found;
}

/** Nearly always everything can be stored, and to say so needs no memory of places. False: perhaps not. */
function isStorableData(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return isStorable(value);
  if (!isPlain(value)) return true;
  // Cyclic, or deeper than the stack.
  if (depth > 100) return false;
  for (const key in value) {
    if (!isStorable(key) || !isStorableData((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}

function shown(place: Place | null): string {
  const keys: string[] = [];
  for (let at = place; at; at = at.within) keys.push(at.key);
  return keys.reverse().join(".");
}

function isPlain(value: unknown): value is object {
  if (Array.isArray(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

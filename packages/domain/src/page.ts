import { z } from "zod";
import { DomainError } from "./errors";
import { parse } from "./parse";

/** One page of a list read by keyset: `nextCursor` asks for the next one and is null on the last. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export const cursor = z.string().max(2000).optional();
export const pageLimit = (byDefault: number, max: number) =>
  z.number().int().min(1).max(max).default(byDefault);

/** Cuts what was read with `limit + 1` to a page. */
export function toPage<Item>(
  itemsAndOneMore: Item[],
  limit: number,
  cursorOf: (last: Item) => string,
): Page<Item> {
  const items = itemsAndOneMore.slice(0, limit);
  return { items, nextCursor: itemsAndOneMore.length > limit ? cursorOf(items[limit - 1]) : null };
}

/** Cursors are opaque to callers. */
export function encodeCursor(position: unknown): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(position))));
}

/** @throws DomainError invalid_input where the text is no cursor of this list */
export function decodeCursor<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return parse(schema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new DomainError("invalid_input", "cursor: This is no cursor of this list.", {
      problems: [{ path: "cursor", message: "This is no cursor of this list." }],
    });
  }
}

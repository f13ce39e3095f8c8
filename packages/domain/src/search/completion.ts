import { comparableAttributes, DATASET_KEYS, fieldStarts, grammarOf, type SearchedEntity } from "./grammar";
import type { Field, FieldKind } from "./comparison";
import { expectedAfter } from "./filter";
import { endOf, readTokens, type Token } from "./tokens";

/** What a search box offers at the cursor: `options` in place of the characters from `from` to `to`. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  /** key and value: the caller knows which there are; `options` is empty. */
  readonly kind: "field" | "key" | "comparator" | "value" | "and";
  readonly options: readonly string[];
  /** Of a key: what its field is. */
  readonly fieldKind?: FieldKind;
  /** Of a comparator or a value: what is compared. */
  readonly field?: Field;
}

/** What may be written at a place in a filter, or null where nothing fits. */
export function completeFilter(entity: SearchedEntity, text: string, position: number): Completion | null {
  const typed = typedToken(text, position);
  const from = typed?.position ?? position;
  const expected = expectedAfter(entity, text.slice(0, from));
  const to = typed ? endOf(typed) : position;
  switch (expected?.kind) {
    case "field":
      return completeField(entity, from, to, typed);
    case "comparator":
      return { from, to, kind: "comparator", options: expected.comparators, field: expected.field };
    case "value":
      return { from, to, kind: "value", options: [], field: expected.field };
    case "and":
      return { from, to, kind: "and", options: ["AND"] };
    default:
      return null;
  }
}

/** The token that the cursor touches, if anything of it stands before the cursor and more of it may follow. */
function typedToken(text: string, position: number): Token | undefined {
  const token = readTokens(text).find((each) => each.position < position && position <= endOf(each));
  return token && !["open", "close", "comma"].includes(token.kind) ? token : undefined;
}

function completeField(entity: SearchedEntity, from: number, to: number, typed?: Token): Completion {
  const grammar = grammarOf(entity);
  const dot = typed?.kind === "word" ? typed.text.indexOf(".") : -1;
  if (!typed || dot === -1) return { from, to, kind: "field", options: fieldStarts(grammar) };
  const prefix = typed.text.slice(0, dot);
  const fieldKind = Object.hasOwn(grammar.prefixes, prefix) ? grammar.prefixes[prefix] : undefined;
  if (!fieldKind) return { from, to, kind: "field", options: fieldStarts(grammar) };
  const options =
    fieldKind === "attribute" ? comparableAttributes(grammar) : fieldKind === "dataset" ? DATASET_KEYS : [];
  return { from: from + dot + 1, to, kind: "key", options, fieldKind };
}

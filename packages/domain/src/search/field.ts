import type { Field } from "./comparison";
import { attributeName, DATASET_KEYS, fieldStarts, type EntityGrammar } from "./grammar";
import { syntaxError, type Place } from "./syntax-error";
import type { TokenReader } from "./token-reader";
import { endOf, unquoted, type Token } from "./tokens";

/** A field and the place where it is written. */
export interface WrittenField extends Place {
  readonly field: Field;
}

/** Reads `metrics.rmse`, `` tags.`a b` ``, `status` or `` `run name` ``. @throws DomainError invalid_input */
export function readField(reader: TokenReader, grammar: EntityGrammar): WrittenField {
  const parts = reader.takeAdjacent("word", "quoted");
  const [first] = parts;
  if (!first || (first.kind === "quoted" && first.text.startsWith("'"))) {
    const begun = fieldStarts(grammar).join(", ");
    throw reader.refuse({ kind: "field" }, `A field is expected, such as ${begun}.`, first);
  }
  const position = first.position;
  const place = { position, length: endOf(parts[parts.length - 1]) - position };
  const { prefix, key } = cut(parts, place);
  return { field: toField(grammar, prefix, key, place), ...place };
}

interface Cut {
  prefix: string | null;
  key: string;
}

function cut(parts: readonly Token[], place: Place): Cut {
  const [first, ...others] = parts;
  if (first.kind === "quoted") {
    if (others.length === 0) return { prefix: null, key: unquoted(first) };
    const [dotted, ...rest] = others;
    if (dotted.kind !== "word" || !dotted.text.startsWith(".")) throw mixed(place);
    return { prefix: unquoted(first), key: keyOf(dotted.text.slice(1), rest, place) };
  }
  const dot = first.text.indexOf(".");
  if (dot === -1) {
    if (others.length > 0) throw mixed(place);
    return { prefix: null, key: first.text };
  }
  return { prefix: first.text.slice(0, dot), key: keyOf(first.text.slice(dot + 1), others, place) };
}

/** A key is bare, or quoted as a whole; one in several quoted pieces is what they make together. */
function keyOf(bare: string, others: readonly Token[], place: Place): string {
  if (bare !== "") {
    if (others.length > 0) throw mixed(place);
    return bare;
  }
  if (others.length === 0) throw syntaxError("A key is expected after the dot.", place);
  if (others.some(({ kind }) => kind !== "quoted")) throw mixed(place);
  return others.map(unquoted).join("");
}

function mixed(place: Place) {
  return syntaxError("Put the whole key in backticks, such as tags.`a key`.", place);
}

function toField(grammar: EntityGrammar, prefix: string | null, key: string, place: Place): Field {
  const kind = prefix === null ? "attribute" : kindOf(grammar, prefix);
  if (!kind) {
    const known = Object.keys(grammar.prefixes).join(", ");
    throw syntaxError(`Invalid entity type "${prefix}": use one of ${known}.`, place);
  }
  if (kind === "attribute") {
    const name = attributeName(grammar, key);
    if (name !== null) return { kind, key: name };
    const known = Object.keys(grammar.attributes).join(", ");
    throw syntaxError(`Invalid attribute key "${key}": use one of ${known}.`, place);
  }
  if (kind === "dataset" && !DATASET_KEYS.some((known) => known === key))
    throw syntaxError(`Invalid dataset key "${key}": use one of ${DATASET_KEYS.join(", ")}.`, place);
  return { kind, key };
}

function kindOf(grammar: EntityGrammar, prefix: string) {
  return Object.hasOwn(grammar.prefixes, prefix) ? grammar.prefixes[prefix] : undefined;
}

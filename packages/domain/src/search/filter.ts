import {
  LIST_COMPARATORS,
  NUMBER_COMPARATORS,
  PRESENCE_COMPARATORS,
  TEXT_COMPARATORS,
  type Comparator,
  type Comparison,
  type Field,
} from "./comparison";
import { readField } from "./field";
import { comparatorsOf, grammarOf, isNumeric, type EntityGrammar, type SearchedEntity } from "./grammar";
import { syntaxError } from "./syntax-error";
import { TokenReader, type Expected } from "./token-reader";
import { unquoted, type Token } from "./tokens";

/** As many as one query can hold and still be planned quickly. */
export const MAX_COMPARISONS = 50;

/**
 * A filter in MLflow's grammar: comparisons joined by AND, all of which must hold. As in MLflow an AND may be missing or stand
 * at an end. @throws DomainError invalid_input with the place: facts `{ position, length }`
 */
export function parseFilter(entity: SearchedEntity, text: string): Comparison[] {
  return readComparisons(new TokenReader(text), grammarOf(entity));
}

/** What may follow a filter's text that ends here; null where the text is already wrong before its end. */
export function expectedAfter(entity: SearchedEntity, text: string): Expected | null {
  const reader = new TokenReader(text);
  try {
    const comparisons = readComparisons(reader, grammarOf(entity));
    const wantsField = comparisons.length === 0 || /(^|\s)and\s*$/iu.test(text);
    return { kind: wantsField ? "field" : "and" };
  } catch {
    return reader.missing;
  }
}

function readComparisons(reader: TokenReader, grammar: EntityGrammar): Comparison[] {
  const comparisons: Comparison[] = [];
  while (true) {
    while (reader.takeWords("AND"));
    const token = reader.peek();
    if (!token) return comparisons;
    refuseForeign(reader, token, comparisons.length > 0);
    comparisons.push(readComparison(reader, grammar));
    if (comparisons.length > MAX_COMPARISONS)
      throw syntaxError(`A filter holds at most ${MAX_COMPARISONS} comparisons.`, token);
  }
}

/** What people know from SQL and MLflow's filters do not have. */
function refuseForeign(reader: TokenReader, token: Token, isLater: boolean): void {
  if (isLater && reader.isWord("OR"))
    throw syntaxError("OR is not supported: join comparisons with AND.", token);
  if (reader.isWord("NOT") && reader.peek(1)?.kind !== "comparator")
    throw syntaxError("NOT is not supported here: use !=, NOT IN or IS NULL.", token);
  if (token.kind === "open" || token.kind === "close")
    throw syntaxError("Parentheses are not supported here: only lists of values have them.", token);
}

function readComparison(reader: TokenReader, grammar: EntityGrammar): Comparison {
  const { field, position } = readField(reader, grammar);
  const comparator = readComparator(reader, field, comparatorsOf(grammar, field));
  const test = readTest(reader, field, comparator, isNumeric(grammar, field));
  return { field, test, position, length: reader.end - position };
}

function readComparator(reader: TokenReader, field: Field, allowed: readonly Comparator[]): Comparator {
  const first = reader.peek();
  const found = takeComparator(reader);
  if (found !== null && allowed.includes(found)) return found;
  const expected: Expected = { kind: "comparator", field, comparators: allowed };
  if (allowed.length === 0)
    throw reader.refuse(expected, `${field.key} can be ordered by, not compared.`, first);
  const message = `${named(field)} is compared with one of ${allowed.join(", ")}.`;
  throw reader.refuse(expected, message, first);
}

function takeComparator(reader: TokenReader): Comparator | null {
  const token = reader.peek();
  if (token?.kind === "comparator") {
    reader.take();
    return NUMBER_COMPARATORS.find((comparator) => comparator === token.text) ?? null;
  }
  const words = [...PRESENCE_COMPARATORS, ...LIST_COMPARATORS, ...TEXT_COMPARATORS];
  return words.find((comparator) => reader.takeWords(...comparator.split(" "))) ?? null;
}

function readTest(
  reader: TokenReader,
  field: Field,
  comparator: Comparator,
  numeric: boolean,
): Comparison["test"] {
  switch (comparator) {
    case "IS NULL":
    case "IS NOT NULL":
      return { type: "presence", comparator };
    case "IN":
    case "NOT IN":
      return { type: "list", comparator, values: readList(reader, field) };
    case "LIKE":
    case "ILIKE":
      return { type: "text", comparator, value: readText(reader, field, false) };
    case "=":
    case "!=":
      if (!numeric) return { type: "text", comparator, value: readText(reader, field, false) };
  }
  return { type: "number", comparator, value: readNumber(reader, field) };
}

function readNumber(reader: TokenReader, field: Field): number {
  const token = reader.peek();
  if (token?.kind !== "number")
    throw reader.refuse({ kind: "value", field, list: false }, `${named(field)} is compared with a number.`);
  reader.take();
  return Number(token.text);
}

function readText(reader: TokenReader, field: Field, list: boolean): string {
  const first = reader.peek();
  const pieces = reader.takeAdjacent("quoted");
  if (pieces.length === 0 || pieces.some(({ text }) => text.startsWith("`"))) {
    const message = `A text in single or double quotes is expected for ${named(field)}.`;
    throw reader.refuse({ kind: "value", field, list }, message, first);
  }
  return pieces.map(unquoted).join("");
}

function readList(reader: TokenReader, field: Field): string[] {
  const expected: Expected = { kind: "value", field, list: true };
  if (reader.peek()?.kind !== "open")
    throw reader.refuse(expected, `A list such as ('a', 'b') is expected for ${named(field)}.`);
  reader.take();
  const values: string[] = [];
  do {
    if (values.length > 0 && reader.peek()?.kind === "close") break;
    values.push(readText(reader, field, true));
  } while (reader.takeKind("comma"));
  if (!reader.takeKind("close"))
    throw reader.refuse(expected, "The list is expected to go on or end with ).");
  return values;
}

function named({ kind, key }: Field): string {
  return kind === "attribute" ? key : `${kind} "${key}"`;
}

import { DomainError } from "../errors";
import type { Ordering } from "./comparison";
import { readField } from "./field";
import { grammarOf, type EntityGrammar, type SearchedEntity } from "./grammar";
import { syntaxError } from "./syntax-error";
import { TokenReader } from "./token-reader";

/** Each field is one more join. */
export const MAX_ORDERINGS = 20;

/**
 * order_by clauses in MLflow's grammar: a field, then ASC (as without a word) or DESC. @throws DomainError invalid_input with
 * the clause and the place in it: facts `{ clause, position, length }`
 */
export function parseOrderBy(entity: SearchedEntity, clauses: readonly string[]): Ordering[] {
  const grammar = grammarOf(entity);
  const seen = new Set<string>();
  return clauses.map((text, clause) => {
    try {
      if (clause >= MAX_ORDERINGS)
        throw syntaxError(`At most ${MAX_ORDERINGS} clauses are taken.`, whole(text));
      const ordering = readOrdering(new TokenReader(text), grammar);
      const name = `${ordering.field.kind} ${ordering.field.key}`;
      if (seen.has(name)) throw syntaxError("The same field is named twice.", whole(text));
      seen.add(name);
      return ordering;
    } catch (error) {
      if (!DomainError.is(error)) throw error;
      throw new DomainError(error.code, `order_by: ${error.message}`, { clause, ...error.facts });
    }
  });
}

const whole = (text: string) => ({ position: 0, length: text.length });

function readOrdering(reader: TokenReader, grammar: EntityGrammar): Ordering {
  const { field, ...place } = readField(reader, grammar);
  const orderable =
    grammar.orderable.includes(field.kind) &&
    (field.kind !== "attribute" || grammar.attributes[field.key].orderable);
  if (!orderable) throw syntaxError(`Nothing is ordered by ${field.key} here.`, place);
  const descending = reader.takeWords("DESC");
  if (!descending) reader.takeWords("ASC");
  if (reader.peek())
    throw reader.refuse({ kind: "direction" }, "Only ASC or DESC may follow the field, once.");
  return { field, descending };
}

import { DomainError } from "../errors";

/** A place in a filter or an order_by clause, in UTF-16 units. */
export interface Place {
  readonly position: number;
  readonly length: number;
}

/** What is wrong with a filter or an order_by clause, with the place a page underlines. */
export function syntaxError(message: string, { position, length }: Place): DomainError {
  return new DomainError("invalid_input", message, { position, length });
}

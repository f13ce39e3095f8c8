import type { DomainError } from "../errors";
import type { Comparator, Field } from "./comparison";
import { syntaxError } from "./syntax-error";
import { endOf, readTokens, type Token, type TokenKind } from "./tokens";

/** What may stand at a place, for completion. */
export type Expected =
  | { readonly kind: "field" }
  | { readonly kind: "comparator"; readonly field: Field; readonly comparators: readonly Comparator[] }
  | { readonly kind: "value"; readonly field: Field; readonly list: boolean }
  | { readonly kind: "and" }
  | { readonly kind: "direction" };

/** Walks over a text's tokens, and knows what was missing where the text ended too early. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #next = 0;
  #missing: Expected | null = null;

  constructor(readonly text: string) {
    this.#tokens = readTokens(text);
  }

  /** What was asked for at the text's end. */
  get missing(): Expected | null {
    return this.#missing;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#next + ahead];
  }

  take(): Token | undefined {
    const token = this.peek();
    if (token) this.#next += 1;
    return token;
  }

  takeKind(kind: TokenKind): boolean {
    return this.peek()?.kind === kind && this.take() !== undefined;
  }

  /** Where the token taken last ends. */
  get end(): number {
    const last = this.peek(-1);
    return last ? endOf(last) : 0;
  }

  /** The next tokens of these kinds that have no space between them. */
  takeAdjacent(...kinds: TokenKind[]): Token[] {
    const taken: Token[] = [];
    for (let token = this.peek(); token && kinds.includes(token.kind); token = this.peek()) {
      if (taken.length > 0 && endOf(taken[taken.length - 1]) !== token.position) break;
      taken.push(token);
      this.#next += 1;
    }
    return taken;
  }

  /** Takes these words if they are the next ones, whatever their case. */
  takeWords(...words: string[]): boolean {
    const isNext = words.every((word, index) => this.isWord(word, index));
    if (isNext) this.#next += words.length;
    return isNext;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === "word" && token.text.toUpperCase() === word;
  }

  /** The error for a token (the next one unless told), or for the text's end, that is not what was expected. */
  refuse(expected: Expected, message: string, token = this.peek()): DomainError {
    if (token?.kind === "unclosed") return syntaxError(`The quote ${token.text[0]} is never closed.`, token);
    if (token) return syntaxError(`${message} Found: ${shown(token.text)}`, token);
    this.#missing = expected;
    return syntaxError(`${message} The text ends here.`, { position: this.text.length, length: 0 });
  }
}

function shown(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}

import { ExpressionError } from "../errors";

export type TokenKind = "number" | "text" | "name" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** A name or text without its quotes, a symbol as written, a number as written. */
  readonly text: string;
  /** 0-based offset in the expression */
  readonly position: number;
  /** True for a name in backticks: it is a column, never a word of the language. */
  readonly quoted?: boolean;
}

const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;
const NAME = /^[\p{L}_][\p{L}\p{N}_]*/u;
const SYMBOL = /^(?:\*\*|<=|>=|==|!=|[-+*/%<>(),])/;
const QUOTES: Readonly<Record<string, TokenKind>> = { "`": "name", '"': "text", "'": "text" };

/** The words and signs of an expression, ended by an `end` token. */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  let position = skipSpace(expression, 0);
  while (position < expression.length) {
    const { token, end } = readToken(expression, position);
    tokens.push(token);
    position = skipSpace(expression, end);
  }
  return [...tokens, { kind: "end", text: "the end", position: expression.length }];
}

function skipSpace(expression: string, from: number): number {
  let position = from;
  while (position < expression.length && /\s/.test(expression[position])) position++;
  return position;
}

function readToken(expression: string, position: number): { token: Token; end: number } {
  const quote = QUOTES[expression[position]];
  if (quote) {
    const close = expression.indexOf(expression[position], position + 1);
    if (close < 0)
      throw new ExpressionError(expression, position, `A ${expression[position]} that is never closed`);
    const text = expression.slice(position + 1, close);
    return { token: { kind: quote, text, position, quoted: true }, end: close + 1 };
  }
  const rest = expression.slice(position);
  for (const [kind, pattern] of [
    ["number", NUMBER],
    ["name", NAME],
    ["symbol", SYMBOL],
  ] as const) {
    const text = pattern.exec(rest)?.[0];
    if (text) return { token: { kind, text, position }, end: position + text.length };
  }
  throw new ExpressionError(
    expression,
    position,
    `Unexpected "${String.fromCodePoint(rest.codePointAt(0)!)}"`,
  );
}

import type { Place } from "./syntax-error";

export type TokenKind =
  /** letters, digits, _ and . */
  | "word"
  | "number"
  /** in ', " or ` */
  | "quoted"
  /** < > = ! ~ and runs of them */
  | "comparator"
  | "open"
  | "close"
  | "comma"
  /** a quote that never ends, with all that follows */
  | "unclosed"
  /** a character that means nothing here */
  | "other";

export interface Token extends Place {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
}

/** A quote written twice belongs to the text, and both of it stay, as in MLflow. A backslash is a character like any other. */
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["number", /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.])/uy],
  ["quoted", /'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`/uy],
  ["unclosed", /['"`][^]*/uy],
  ["word", /[\p{L}\p{N}_.]+/uy],
  ["comparator", /[<>=!~]+/uy],
  ["open", /\(/uy],
  ["close", /\)/uy],
  ["comma", /,/uy],
  ["other", /[^]/uy],
];
const SPACE = /\s*/uy;

/** Cuts a text into tokens; every character that is no space belongs to exactly one. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (let position = skipSpace(text, 0); position < text.length;) {
    const token = tokenAt(text, position);
    tokens.push(token);
    position = skipSpace(text, endOf(token));
  }
  return tokens;
}

export function endOf({ position, length }: Place): number {
  return position + length;
}

/** What stands between the quotes. */
export function unquoted({ text }: Token): string {
  return text.slice(1, -1);
}

function tokenAt(text: string, position: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, position, length: found.length };
  }
  throw new Error("Every character begins a token.");
}

function skipSpace(text: string, position: number): number {
  SPACE.lastIndex = position;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

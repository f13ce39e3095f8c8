import { EmbeddedInngestError } from "../errors";

export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "path"; readonly root: string; readonly keys: readonly (string | number)[] }
  | { readonly kind: "not"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

const token =
  /\s*(?:(==|!=|<=|>=|&&|\|\||[-<>!()+[\].])|(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([A-Za-z_]\w*))/y;

/** Operators from loosest to tightest. */
const levels: readonly (readonly string[])[] = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">="], ["+"]];

const words = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Parses the subset of CEL that this server evaluates; anything else is refused with the place it starts at. */
export function parseExpression(source: string): Expression {
  const tokens = tokenize(source);
  let next = 0;
  const refuse = (): never => {
    throw unsupported(source, tokens[next] ?? "its end");
  };
  const take = (text: string): boolean => tokens[next] === text && ++next > 0;

  const level = (index: number): Expression => {
    const operators = levels[index];
    if (operators === undefined) return unary();
    let left = level(index + 1);
    while (next < tokens.length && operators.includes(tokens[next])) {
      const operator = tokens[next];
      next += 1;
      left = { kind: "binary", operator, left, right: level(index + 1) };
    }
    return left;
  };
  const unary = (): Expression => {
    if (take("!")) return { kind: "not", operand: unary() };
    if (take("-")) return { kind: "literal", value: -number() };
    if (take("(")) {
      const inner = level(0);
      return take(")") ? inner : refuse();
    }
    return value();
  };
  const number = (): number => (/^\d/.test(tokens[next] ?? "") ? Number(tokens[next++]) : refuse());
  const value = (): Expression => {
    const text = tokens[next] ?? "";
    if (/^\d/.test(text)) return { kind: "literal", value: number() };
    if (/^["']/.test(text)) return { kind: "literal", value: string() };
    if (!/^[A-Za-z_]/.test(text)) return refuse();
    next += 1;
    const word = words.get(text);
    return word === undefined ? { kind: "path", root: text, keys: keys() } : { kind: "literal", value: word };
  };
  const string = (): string => unquote(tokens[next++] ?? "");
  const keys = (): (string | number)[] => {
    const found: (string | number)[] = [];
    for (;;) {
      if (take(".")) found.push(/^[A-Za-z_]/.test(tokens[next] ?? "") ? tokens[next++] : refuse());
      else if (take("[")) {
        found.push(/^["']/.test(tokens[next] ?? "") ? string() : number());
        if (!take("]")) refuse();
      } else return found;
    }
  };

  const expression = level(0);
  return next === tokens.length ? expression : refuse();
}

function tokenize(source: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (source.slice(token.lastIndex).trim() !== "") {
    const start = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw unsupported(source, source.slice(start).trim());
    tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
  }
  return tokens;
}

function unquote(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}

function unsupported(source: string, at: string): EmbeddedInngestError {
  return new EmbeddedInngestError(
    "unsupported_expression",
    `the expression "${source}" is not supported from "${at}" on; known are ==, !=, <, <=, >, >=, &&, ||, !, +, ` +
      "parentheses, literals and paths such as event.data.id and async.data.id",
  );
}

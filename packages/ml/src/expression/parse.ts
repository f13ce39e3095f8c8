import { ExpressionError } from "../errors";
import { EXPRESSION_FUNCTIONS } from "./functions";
import { tokenize, type Token } from "./tokens";
import type { BinaryOperator, Expression, ExpressionNode } from "./tree";

const MAX_LENGTH = 2000;
const MAX_DEPTH = 100;

/** From loosest to tightest; `not` stands between `and` and comparisons, sign and power are tighter than all. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ["or"],
  ["and"],
  ["==", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];
const COMPARISON_LEVEL = 2;
const WORDS = ["and", "or", "not", "true", "false"];

/**
 * Parses an expression to a tree; nothing is ever run as code. Throws `ExpressionError` with the position.
 *
 * Numbers, column names (in backticks when they hold spaces or signs), `+ - * / % **`, `== != < <= > >=`, `and or not`,
 * `true false` (1 and 0), `if(condition, then, otherwise)`, the functions of `EXPRESSION_FUNCTIONS`; a category column can
 * be compared with a text in quotes, as in `ocean_proximity == "INLAND"`.
 */
export function parseExpression(source: string): Expression {
  if (source.length > MAX_LENGTH) {
    throw new ExpressionError(
      `${source.slice(0, 40)}…`,
      MAX_LENGTH,
      `An expression has at most ${MAX_LENGTH} characters, one ends`,
    );
  }
  const parser = new Parser(source, tokenize(source));
  const root = parser.parse();
  return { source, root, columns: [...parser.columns] };
}

class Parser {
  readonly columns = new Set<string>();
  private next = 0;
  private depth = 0;

  constructor(
    private readonly source: string,
    private readonly tokens: readonly Token[],
  ) {}

  parse(): ExpressionNode {
    const root = this.level(0);
    if (this.peek().kind !== "end") throw this.unexpected("an operator or the end");
    return root;
  }

  private level(index: number): ExpressionNode {
    if (index === COMPARISON_LEVEL && this.isWord("not")) {
      return this.deeper(() => {
        const { position } = this.take();
        return { kind: "unary", operator: "not", operand: this.level(index), position };
      });
    }
    if (index === LEVELS.length) return this.signed();
    let left = this.level(index + 1);
    for (let operator = this.operatorOf(index); operator; operator = this.operatorOf(index)) {
      const { position } = this.take();
      left = { kind: "binary", operator, left, right: this.level(index + 1), position };
    }
    return left;
  }

  private operatorOf(index: number): BinaryOperator | undefined {
    const token = this.peek();
    if (token.quoted || (token.kind !== "symbol" && token.kind !== "name")) return undefined;
    return LEVELS[index].find((operator) => operator === token.text);
  }

  private signed(): ExpressionNode {
    if (!this.isSymbol("-") && !this.isSymbol("+")) return this.power();
    return this.deeper(() => {
      const { text, position } = this.take();
      const operand = this.signed();
      return text === "+" ? operand : { kind: "unary", operator: "-", operand, position };
    });
  }

  /** Binds to the right and tighter than a sign before it: -2 ** 2 is -4, 2 ** -1 is 0.5. */
  private power(): ExpressionNode {
    const left = this.primary();
    if (!this.isSymbol("**")) return left;
    return this.deeper(() => {
      const { position } = this.take();
      return { kind: "binary", operator: "**", left, right: this.signed(), position };
    });
  }

  private primary(): ExpressionNode {
    const token = this.peek();
    if (token.kind === "number") return this.number();
    if (token.kind === "text") return { kind: "text", value: this.take().text, position: token.position };
    if (token.kind === "name" && (token.quoted || !WORDS.includes(token.text))) return this.columnOrCall();
    if (this.isWord("true") || this.isWord("false")) {
      return { kind: "number", value: this.take().text === "true" ? 1 : 0, position: token.position };
    }
    if (!this.isSymbol("(")) throw this.unexpected("a number, a column, a function or (");
    return this.deeper(() => {
      this.take();
      const inner = this.level(0);
      this.expect(")");
      return inner;
    });
  }

  private number(): ExpressionNode {
    const { text, position } = this.take();
    const value = Number(text);
    if (!Number.isFinite(value))
      throw new ExpressionError(this.source, position, `The number ${text} is too large`);
    return { kind: "number", value, position };
  }

  private columnOrCall(): ExpressionNode {
    const { text, position, quoted } = this.take();
    if (!quoted && this.isSymbol("(")) return this.deeper(() => this.call(text, position));
    this.columns.add(text);
    return { kind: "column", name: text, position };
  }

  private call(name: string, position: number): ExpressionNode {
    const known = Object.hasOwn(EXPRESSION_FUNCTIONS, name) ? EXPRESSION_FUNCTIONS[name] : undefined;
    const { least, most } = name === "if" ? { least: 3, most: 3 } : (known ?? { least: -1, most: -1 });
    if (least < 0) {
      const names = ["if", ...Object.keys(EXPRESSION_FUNCTIONS)].sort().join(", ");
      throw new ExpressionError(this.source, position, `Unknown function ${name} (known: ${names})`);
    }
    const found = this.callArguments();
    if (found.length < least || found.length > most) {
      const wanted = least === most ? `${least}` : `${least} to ${most}`;
      throw new ExpressionError(
        this.source,
        position,
        `${name} takes ${wanted} values and has ${found.length}`,
      );
    }
    return { kind: "call", name, arguments: found, position };
  }

  private callArguments(): ExpressionNode[] {
    this.expect("(");
    const found: ExpressionNode[] = [];
    if (!this.isSymbol(")")) {
      found.push(this.level(0));
      while (this.isSymbol(",")) {
        this.take();
        found.push(this.level(0));
      }
    }
    this.expect(")");
    return found;
  }

  /** Deep nesting would overflow the stack of whoever evaluates it. */
  private deeper(parse: () => ExpressionNode): ExpressionNode {
    if (++this.depth > MAX_DEPTH) {
      throw new ExpressionError(this.source, this.peek().position, `Nested deeper than ${MAX_DEPTH} levels`);
    }
    const node = parse();
    this.depth--;
    return node;
  }

  private peek(): Token {
    return this.tokens[this.next];
  }

  private take(): Token {
    return this.tokens[this.next++];
  }

  private isSymbol(text: string): boolean {
    return this.peek().kind === "symbol" && this.peek().text === text;
  }

  private isWord(text: string): boolean {
    return this.peek().kind === "name" && !this.peek().quoted && this.peek().text === text;
  }

  private expect(symbol: string): void {
    if (!this.isSymbol(symbol)) throw this.unexpected(symbol);
    this.take();
  }

  private unexpected(wanted: string): ExpressionError {
    const { text, position } = this.peek();
    return new ExpressionError(this.source, position, `Expected ${wanted}, found ${text}`);
  }
}

/** An expression as a tree. Every node knows its 0-based offset in the text, for errors. */
export type ExpressionNode =
  | { readonly kind: "number"; readonly value: number; readonly position: number }
  | { readonly kind: "text"; readonly value: string; readonly position: number }
  | { readonly kind: "column"; readonly name: string; readonly position: number }
  | {
      readonly kind: "unary";
      readonly operator: "-" | "not";
      readonly operand: ExpressionNode;
      readonly position: number;
    }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
      readonly position: number;
    }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly arguments: readonly ExpressionNode[];
      readonly position: number;
    };

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "**" | "and" | "or" | Comparison;

/** A parsed expression with the text it came from. */
export interface Expression {
  readonly source: string;
  readonly root: ExpressionNode;
  /** The columns it reads, in the order of their first appearance. */
  readonly columns: readonly string[];
}

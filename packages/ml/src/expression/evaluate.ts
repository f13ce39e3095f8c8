import { ExpressionError, UnknownColumnError } from "../errors";
import { columnNames, type CategoryColumn, type Column, type NumberColumn, type Table } from "../table";
import { EXPRESSION_FUNCTIONS } from "./functions";
import type { BinaryOperator, Expression, ExpressionNode } from "./tree";

type Evaluator = (row: number) => number;

/**
 * The expression over every row, shape (rowCount). A missing operand makes the result missing, except where the language
 * says otherwise (`and`, `or`, `min`, `max`, `coalesce`, the branch `if` does not choose). Results that are not finite, such
 * as a division by zero, are missing (NaN). Throws `UnknownColumnError` and, for text where a number is needed,
 * `ExpressionError`.
 */
export function evaluateExpression(expression: Expression, table: Table): Float64Array {
  const evaluate = bind(expression, table);
  return Float64Array.from({ length: table.rowCount }, (_, row) => finiteOrMissing(evaluate(row)));
}

/** As `evaluateExpression`, for one row; the same code computes both. */
export function evaluateRow(expression: Expression, table: Table, row: number): number {
  return finiteOrMissing(bind(expression, table)(row));
}

function finiteOrMissing(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** Throws what evaluating would throw, without evaluating. */
export function checkExpression(expression: Expression, columns: readonly Column[]): void {
  bind(expression, { rowCount: 0, columns });
}

function bind(expression: Expression, table: Table): Evaluator {
  return new Binder(expression, table).number(expression.root);
}

class Binder {
  constructor(
    private readonly expression: Expression,
    private readonly table: Table,
  ) {}

  number(node: ExpressionNode): Evaluator {
    switch (node.kind) {
      case "number":
        return () => node.value;
      case "text":
        throw this.error(node, "A text can only be compared with a category column");
      case "column":
        return this.column(node);
      case "unary":
        return node.operator === "not"
          ? negation(this.number(node.operand))
          : minus(this.number(node.operand));
      case "binary":
        return this.binary(node);
      case "call":
        return this.call(node);
    }
  }

  private column(node: Extract<ExpressionNode, { kind: "column" }>): Evaluator {
    const found = this.find(node.name);
    if (found.kind === "number") return readNumber(found);
    throw this.error(node, `The column "${node.name}" holds text; compare it with a text in quotes`);
  }

  private binary(node: Extract<ExpressionNode, { kind: "binary" }>): Evaluator {
    const { left, right, operator } = node;
    if (left.kind === "text" && this.isCategory(right))
      return this.textComparison(operator, right, left, node);
    if (right.kind === "text" && this.isCategory(left))
      return this.textComparison(operator, left, right, node);
    return BINARY[operator](this.number(left), this.number(right));
  }

  private isCategory(node: ExpressionNode): boolean {
    return node.kind === "column" && this.find(node.name).kind === "category";
  }

  private textComparison(
    operator: BinaryOperator,
    columnNode: ExpressionNode,
    textNode: ExpressionNode,
    node: ExpressionNode,
  ): Evaluator {
    if (
      (operator !== "==" && operator !== "!=") ||
      columnNode.kind !== "column" ||
      textNode.kind !== "text"
    ) {
      throw this.error(node, `Texts can be compared with == and != only, not with ${operator}`);
    }
    const { codes, categories } = this.find(columnNode.name) as CategoryColumn;
    const code = categories.indexOf(textNode.value);
    const equal = operator === "==" ? 1 : 0;
    return (row) => (codes[row] < 0 ? NaN : codes[row] === code ? equal : 1 - equal);
  }

  private call(node: Extract<ExpressionNode, { kind: "call" }>): Evaluator {
    const values = node.arguments.map((each) => this.number(each));
    if (node.name === "if") return choice(values[0], values[1], values[2]);
    const { apply } = EXPRESSION_FUNCTIONS[node.name];
    return (row) => apply(values.map((value) => value(row)));
  }

  private find(name: string): Column {
    const found = this.table.columns.find((each) => each.name === name);
    if (!found) throw new UnknownColumnError(name, columnNames(this.table), `"${this.expression.source}"`);
    return found;
  }

  private error(node: ExpressionNode, reason: string): ExpressionError {
    return new ExpressionError(this.expression.source, node.position, reason);
  }
}

function readNumber({ values }: NumberColumn): Evaluator {
  return (row) => values[row];
}

function minus(operand: Evaluator): Evaluator {
  return (row) => -operand(row);
}

function negation(operand: Evaluator): Evaluator {
  return (row) => {
    const value = operand(row);
    return Number.isNaN(value) ? NaN : value === 0 ? 1 : 0;
  };
}

function choice(condition: Evaluator, then: Evaluator, otherwise: Evaluator): Evaluator {
  return (row) => {
    const value = condition(row);
    if (Number.isNaN(value)) return NaN;
    return value !== 0 ? then(row) : otherwise(row);
  };
}

type Combine = (left: Evaluator, right: Evaluator) => Evaluator;

const comparison =
  (holds: (left: number, right: number) => boolean): Combine =>
  (left, right) =>
  (row) => {
    const [a, b] = [left(row), right(row)];
    return Number.isNaN(a) || Number.isNaN(b) ? NaN : holds(a, b) ? 1 : 0;
  };

/** Three-valued logic: `decisive` decides alone, otherwise a missing side makes the result missing. */
const logic =
  (decisive: 0 | 1): Combine =>
  (left, right) =>
  (row) => {
    const [a, b] = [left(row), right(row)];
    if (truth(a) === decisive || truth(b) === decisive) return decisive;
    return Number.isNaN(a) || Number.isNaN(b) ? NaN : 1 - decisive;
  };

function truth(value: number): number {
  return Number.isNaN(value) ? NaN : value !== 0 ? 1 : 0;
}

/** The remainder has the divisor's sign, as in Python. Powers of a missing value are missing, 0th power included. */
const BINARY: Readonly<Record<BinaryOperator, Combine>> = {
  "+": (left, right) => (row) => left(row) + right(row),
  "-": (left, right) => (row) => left(row) - right(row),
  "*": (left, right) => (row) => left(row) * right(row),
  "/": (left, right) => (row) => left(row) / right(row),
  "%": (left, right) => (row) => modulo(left(row), right(row)),
  "**": (left, right) => (row) => {
    const base = left(row);
    return Number.isNaN(base) ? NaN : base ** right(row);
  },
  "==": comparison((a, b) => a === b),
  "!=": comparison((a, b) => a !== b),
  "<": comparison((a, b) => a < b),
  "<=": comparison((a, b) => a <= b),
  ">": comparison((a, b) => a > b),
  ">=": comparison((a, b) => a >= b),
  and: logic(0),
  or: logic(1),
};

function modulo(value: number, divisor: number): number {
  return value - divisor * Math.floor(value / divisor);
}

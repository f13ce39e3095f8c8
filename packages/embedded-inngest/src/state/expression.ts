import { EmbeddedInngestError } from "../errors";
import { parseExpression, type Expression } from "./expression-parser";

/** The events an expression may look at: `event` started the run, `async` arrived later. */
export interface ExpressionScope {
  readonly event?: unknown;
  readonly async?: unknown;
}

const compiled = new Map<string, Expression>();

/**
 * Parses an expression or throws `unsupported_expression`. Known are ==, !=, <, <=, >, >=, &&, ||, !, +,
 * parentheses, literals, and paths that start at one of `roots`.
 */
export function compileExpression(source: string, roots: readonly ("event" | "async")[]): Expression {
  const known = compiled.get(source) ?? parseExpression(source);
  compiled.set(source, known);
  for (const root of rootsOf(known)) {
    if (!roots.some((allowed) => allowed === root)) {
      throw new EmbeddedInngestError(
        "unsupported_expression",
        `"${source}" starts a path at "${root}"; known here: ${roots.join(", ")}`,
      );
    }
  }
  return known;
}

/** The value of `source` in `scope`. A path that leads nowhere is null. */
export function evaluateExpression(source: string, scope: ExpressionScope): unknown {
  return evaluate(compileExpression(source, ["event", "async"]), scope);
}

/** Whether `source` is exactly true in `scope`. */
export function matchesExpression(source: string | null | undefined, scope: ExpressionScope): boolean {
  return (
    source === null || source === undefined || source === "" || evaluateExpression(source, scope) === true
  );
}

function rootsOf(node: Expression): string[] {
  switch (node.kind) {
    case "literal":
      return [];
    case "path":
      return [node.root];
    case "not":
      return rootsOf(node.operand);
    case "binary":
      return [...rootsOf(node.left), ...rootsOf(node.right)];
  }
}

function evaluate(node: Expression, scope: ExpressionScope): unknown {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "path":
      return node.keys.reduce<unknown>(property, node.root === "async" ? scope.async : scope.event) ?? null;
    case "not":
      return evaluate(node.operand, scope) !== true;
    case "binary":
      return binary(node.operator, node, scope);
  }
}

function binary(
  operator: string,
  node: Extract<Expression, { kind: "binary" }>,
  scope: ExpressionScope,
): unknown {
  const left = evaluate(node.left, scope);
  if (operator === "&&") return left === true && evaluate(node.right, scope) === true;
  if (operator === "||") return left === true || evaluate(node.right, scope) === true;
  const right = evaluate(node.right, scope);
  if (operator === "==") return sameValue(left, right);
  if (operator === "!=") return !sameValue(left, right);
  if (operator === "+") return add(left, right);
  return ordered(operator, left, right);
}

function property(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
  return (value as Record<string | number, unknown>)[key];
}

function sameValue(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || left === null) return left === right;
  return JSON.stringify(left) === JSON.stringify(right);
}

function add(left: unknown, right: unknown): unknown {
  if (typeof left === "number" && typeof right === "number") return left + right;
  return [left, right].map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join("");
}

function ordered(operator: string, left: unknown, right: unknown): boolean {
  const comparable =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!comparable) return false;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

import { LearningError } from "../errors";
import type { CategoryColumn, Column, NumberColumn } from "../table";

/** The column as the one it was in training. Throws `invalid_input`. */
export function asNumbers(column: Column): NumberColumn {
  if (column.kind === "number") return column;
  throw wrongKind(column.name, "numbers", "text");
}

/** The column as the one it was in training. Throws `invalid_input`. */
export function asCategories(column: Column): CategoryColumn {
  if (column.kind === "category") return column;
  throw wrongKind(column.name, "text", "numbers");
}

function wrongKind(column: string, expected: string, received: string): LearningError {
  return new LearningError(
    "invalid_input",
    `The column "${column}" held ${expected} when the model was trained and holds ${received} now.`,
    { column, expected, received },
  );
}

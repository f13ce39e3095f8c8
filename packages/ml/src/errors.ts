/** Every way learning, preparing or scoring can refuse its input. Transports map these codes; the union is closed. */
export type LearningErrorCode =
  | "background_missing"
  | "invalid_config"
  | "invalid_csv"
  | "invalid_expression"
  | "invalid_input"
  | "invalid_model"
  | "invalid_parameter"
  | "missing_values"
  | "no_features"
  | "target_all_missing"
  | "target_constant"
  | "target_missing"
  | "target_not_numeric"
  | "target_too_large"
  | "too_few_rows"
  | "too_many_classes"
  | "unknown_column"
  | "unknown_family";

export type ErrorFacts = Readonly<Record<string, unknown>>;

/** Bad data, configuration or input: trying again without changing it cannot help. */
export class LearningError extends Error {
  override readonly name: string = "LearningError";

  constructor(
    readonly code: LearningErrorCode,
    message: string,
    readonly facts: ErrorFacts = {},
  ) {
    super(message);
  }
}

/** A column was named that the table does not have. */
export class UnknownColumnError extends LearningError {
  override readonly name = "UnknownColumnError";

  constructor(
    readonly column: string,
    readonly knownColumns: readonly string[],
    where = "",
  ) {
    super(
      "unknown_column",
      `Unknown column "${column}"${where && ` in ${where}`}. Known columns: ${listNames(knownColumns)}.`,
      { column, knownColumns },
    );
  }
}

/** An expression could not be read or does not fit its columns; `position` is the 0-based offset in its text. */
export class ExpressionError extends LearningError {
  override readonly name = "ExpressionError";

  constructor(
    readonly expression: string,
    readonly position: number,
    readonly reason: string,
  ) {
    super("invalid_expression", `${reason} at position ${position + 1} of "${expression}".`, {
      expression,
      position,
      reason,
    });
  }
}

/** CSV text that cannot be read; `line` is 1-based and counts the lines of the text, not its records. */
export class CsvError extends LearningError {
  override readonly name = "CsvError";

  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super("invalid_csv", `Line ${line}: ${reason}.`, { line, reason });
  }
}

export interface InputProblem {
  readonly column: string;
  /** 0-based row of the first offending value. */
  readonly row: number;
  readonly expected: string;
  readonly received: string;
}

export interface InputErrorFacts {
  readonly missingColumns?: readonly string[];
  readonly problems?: readonly InputProblem[];
  readonly expectedColumns?: readonly { readonly name: string; readonly type: string }[];
}

/** A scoring request whose shape, columns or types the model cannot take. */
export class InputError extends LearningError {
  override readonly name = "InputError";

  constructor(
    message: string,
    override readonly facts: InputErrorFacts & ErrorFacts = {},
  ) {
    super("invalid_input", message, facts);
  }
}

/** True for errors of this package, also across copies of it. */
export function isLearningError(error: unknown): error is LearningError {
  return (
    error instanceof Error && "code" in error && "facts" in error && LEARNING_ERROR_NAMES.has(error.name)
  );
}

const LEARNING_ERROR_NAMES = new Set([
  "LearningError",
  "UnknownColumnError",
  "ExpressionError",
  "CsvError",
  "InputError",
]);

/** Names for a message, cut after the twentieth so that wide tables stay readable. */
export function listNames(names: readonly string[], limit = 20): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, limit).join(", ");
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown;
}

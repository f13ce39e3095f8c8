import type { z } from "zod";
import { DomainError } from "./errors";
import { UNSTORABLE_MESSAGE, unstorablePlaces } from "./text";

/**
 * The second beat of every verb. What cannot be stored is refused here for all of them: texts with NUL or half a
 * character, wherever they stand. @throws DomainError invalid_input with every problem and its path
 */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (!result.success) throw invalidInput(result.error);
  const places = unstorablePlaces(result.data);
  if (places.length > 0) throw refused(places.map((path) => ({ path, message: UNSTORABLE_MESSAGE })));
  return result.data;
}

/** Zod's problems as our error. */
export function invalidInput(error: Pick<z.ZodError, "issues">): DomainError {
  return refused(error.issues.map(problemOf));
}

export interface Problem {
  /** "points.0.key" */
  readonly path: string;
  readonly message: string;
  /** What a number, or the length of a text or a list, goes beyond. */
  readonly bound?: { readonly of: string; readonly most?: number; readonly least?: number };
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  const problem = { path: issue.path.join("."), message: issue.message };
  if (issue.code === "too_big")
    return { ...problem, bound: { of: issue.origin, most: Number(issue.maximum) } };
  if (issue.code === "too_small")
    return { ...problem, bound: { of: issue.origin, least: Number(issue.minimum) } };
  return problem;
}

function refused(problems: readonly Problem[]): DomainError {
  const text = problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ");
  return new DomainError("invalid_input", text, { problems });
}

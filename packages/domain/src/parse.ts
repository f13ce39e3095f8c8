import type { z } from "zod";
import { DomainError } from "./errors";

/** The second beat of every verb. @throws DomainError invalid_input with every problem and its path */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
  const text = problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ");
  throw new DomainError("invalid_input", text, { problems });
}

import { z } from "zod";

/** What is wrong in a config's text, as the server tells it and as the browser finds it out beforehand. */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
  readonly line: number | null;
}

const problemFacts = z.object({
  problems: z.array(
    z.object({ path: z.string(), message: z.string(), line: z.number().nullable().default(null) }),
  ),
});

interface AnswerError {
  readonly data?: { readonly domain: { readonly facts: unknown } | null } | null;
}

/** The problems a refused config came back with; none for any other error. */
export function problemsOf(error: AnswerError | null): readonly ConfigProblem[] {
  const parsed = problemFacts.safeParse(error?.data?.domain?.facts);
  return parsed.success ? parsed.data.problems : [];
}

/** A sentence of it: "train.0.n_estimators must be a number". */
export function problemText({ path, message }: Pick<ConfigProblem, "path" | "message">): string {
  if (!path) return message;
  return /^(must|is|has|cannot|needs)\b/.test(message) ? `${path} ${message}` : `${path}: ${message}`;
}

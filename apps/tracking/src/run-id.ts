import { DomainError, notFound } from "@pipepilot/domain/errors";
import { z } from "zod";
import { invalidValue, missingValue } from "./words/parameter";

/** Old clients say run_uuid. */
export const runSelector = z.object({ run_id: z.string().optional(), run_uuid: z.string().optional() });

/** @throws DomainError invalid_input where neither is said, not_found for what is no run's id */
export function runIdOf({ run_id, run_uuid }: z.infer<typeof runSelector>): string {
  const given = run_id || run_uuid;
  if (!given) throw new DomainError("invalid_input", missingValue("run_id"));
  if (!/^[0-9a-f]{32}$/.test(given)) throw notFound("run", given.slice(0, 300));
  return given;
}

/** The same where MLflow looks at the form of an id first. @throws DomainError invalid_input for what could be nobody's run's */
export function wellFormedRunIdOf(selector: z.infer<typeof runSelector>): string {
  const given = selector.run_id || selector.run_uuid;
  if (given && !/^[a-zA-Z0-9][\w-]{0,255}$/.test(given))
    throw new DomainError("invalid_input", invalidValue("run_id", given));
  return runIdOf(selector);
}

import { DomainError, notFound } from "@pipepilot/domain/errors";
import { STAGES, type StageName } from "@pipepilot/domain/model/schema";
import { z } from "zod";

/** A number, written as a text. */
export const version = z.union([z.string(), z.number()]);

export const versionSelector = z.object({ name: z.string(), version });

/** @throws DomainError invalid_input for what is no whole number, not_found for one that no version has */
export function versionNumber(given: z.infer<typeof version>): number {
  const text = String(given).trim();
  if (!/^[+-]?\d+$/.test(text))
    throw new DomainError(
      "invalid_input",
      `Parameter 'version' must be an integer, got '${text.slice(0, 200)}'.`,
    );
  const number = Number(text);
  if (number < 1 || number > 2 ** 31 - 1) throw notFound("model version", text.slice(0, 200));
  return number;
}

/** However it is written. @throws DomainError invalid_input */
export function stageName(given: string): StageName {
  const stage = STAGES.find((each) => each.toLowerCase() === given.toLowerCase());
  if (stage) return stage;
  throw new DomainError(
    "invalid_input",
    `Invalid Model Version stage: ${given.slice(0, 200)}. Value must be one of ${STAGES.join(", ")}.`,
  );
}

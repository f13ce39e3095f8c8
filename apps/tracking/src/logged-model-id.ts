import { notFound } from "@pipepilot/domain/errors";
import { z } from "zod";
import { readInput } from "./wire";

export const modelSelector = z.object({ model_id: z.string() });

/** @throws DomainError not_found for what is no logged model's id */
export function loggedModelIdOf(given: unknown): string {
  const { model_id } = readInput(modelSelector, given);
  if (!/^m-[0-9a-f]{32}$/.test(model_id)) throw notFound("logged model", model_id.slice(0, 300));
  return model_id;
}

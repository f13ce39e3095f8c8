import type { ZodType } from "zod";
import { LearningError } from "../errors";
import type { FamilyId } from "../family";

/** Small models are saved as JSON text: numbers keep every bit and a person can read them. */
export function modelToBytes(family: FamilyId, state: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ family, version: 1, ...state }));
}

/** Throws `invalid_model` for bytes that are not such a model. */
export function modelFromBytes<State>(family: FamilyId, bytes: Uint8Array, schema: ZodType<State>): State {
  const refuse = () =>
    new LearningError("invalid_model", `These bytes are not a saved ${family} model.`, { family });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw refuse();
  }
  if (typeof json !== "object" || json === null || !("family" in json) || json.family !== family)
    throw refuse();
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw refuse();
  return parsed.data;
}
